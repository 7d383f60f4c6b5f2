import { PEERS_PYTHON } from './clone';
import { type ProcessRequest, runToSuccess } from './run-process';

export interface PythonRequest extends ProcessRequest {
  /** The interpreter. @default the one with packages of other people (`.venv-peers`) */
  readonly python?: string;
}

/** Runs a piece of Python that prints one JSON document, and returns that document. */
export async function runPython(
  code: string,
  { python = PEERS_PYTHON, ...request }: PythonRequest = {},
): Promise<unknown> {
  const printed = await runToSuccess(python, ['-W', 'ignore', '-c', code], request);
  return JSON.parse(printed);
}
