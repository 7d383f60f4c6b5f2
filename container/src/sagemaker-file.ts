import { readFileSync } from 'node:fs';
import { UserError } from 'kernel-helpers/errors';
import { LOCAL_HOST_ENVIRONMENT } from 'kernel-helpers/training-contract/index';
import { z } from 'zod';

/** A file that SageMaker writes. */
export function readJson<Value>(path: string, schema: z.ZodType<Value>): Value {
  const parsed = schema.safeParse(parseJson(readText(path), path));
  if (parsed.success) return parsed.data;
  throw new UserError(`${path} is not as SageMaker writes it: ${z.prettifyError(parsed.error)}`);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new UserError(
      `${path} cannot be read. SageMaker writes it; outside SageMaker, put a folder with the same files where ${LOCAL_HOST_ENVIRONMENT.baseDirectory} points to.`,
      { cause },
    );
  }
}

export function parseJson(text: string, origin: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UserError(`${origin} is not JSON.`, { cause });
  }
}
