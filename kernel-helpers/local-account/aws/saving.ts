import { messageOf } from 'kernel-helpers/errors';
import { z } from 'zod';

const PATH = '/local-account/saving';
const TIMEOUT_MILLISECONDS = 15_000;

const answerSchema = z.object({ problem: z.string().nullable() });

/** Why moto cannot save its data (a full disk, or moto does not answer); undefined while it can. */
export function askSaving(port: number): Promise<string | undefined> {
  return ask(port, 'GET');
}

/** Lets moto save its data now; returns the problem when it cannot. */
export function saveNow(port: number): Promise<string | undefined> {
  return ask(port, 'POST');
}

async function ask(port: number, method: 'GET' | 'POST'): Promise<string | undefined> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MILLISECONDS);
    const response = await fetch(`http://127.0.0.1:${port}${PATH}`, { method, signal });
    return answerSchema.parse(await response.json()).problem ?? undefined;
  } catch (error) {
    return `it does not answer (${messageOf(error)})`;
  }
}
