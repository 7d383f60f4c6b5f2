import { errorFromJson, errorToJson } from 'kernel-helpers/error-codec';
import { ErrorJson } from 'kernel-helpers/error-json';
import { z } from 'zod';

const hostFailure = z.object({ host: z.string(), error: ErrorJson });

/** An error of one host as text, to be sent to the other hosts. */
export function writeFailure(host: string, error: unknown): string {
  return JSON.stringify({ host, error: errorToJson(error) } satisfies z.infer<typeof hostFailure>);
}

const failuresOfOthers = new WeakSet<object>();

/** The same kind of error on another host, made from that text. */
export function readFailure(text: string): Error {
  const { host, error } = hostFailure.parse(JSON.parse(text));
  const failure = errorFromJson({ ...error, message: `Host ${host} failed: ${error.message}` });
  failuresOfOthers.add(failure);
  return failure;
}

/** True for what `readFailure` made: the other hosts know it already. */
export function isFailureOfAnotherHost(error: unknown): boolean {
  return typeof error === 'object' && error !== null && failuresOfOthers.has(error);
}
