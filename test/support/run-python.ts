import { PEERS_PYTHON } from './clone';
import { type ProcessRequest, runToSuccess } from './run-process';

export interface PythonRequest extends ProcessRequest {
  /** The interpreter; the one with programs of others (`.venv-peers`) unless given. */
  readonly python?: string;
}

/** Runs a piece of Python that prints one JSON document, and gives that back. */
export async function runPython(
  code: string,
  { python = PEERS_PYTHON, ...request }: PythonRequest = {},
): Promise<unknown> {
  const printed = await runToSuccess(python, ['-W', 'ignore', '-c', code], request);
  return JSON.parse(printed);
}
