import { randomUUID } from 'node:crypto';
import { isatty } from 'node:tty';
import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';
import type { Execution } from '../cells/execution-queue';
import { keepListeners } from '../cells/kept-listeners';
import { NOTEBOOK_VARIABLE } from '../cells/own-place';
import { STDERR, sayOnStderr } from '../own-stderr';
import { ProcessEnd } from '../process-exit';
import type { Request } from '../protocol/request';
import { createSession, type Session } from '../session';
import { CollectedOutputs } from './collected-outputs';
import { type CodeCell, hasTag, readNotebook, sourceOf, writeNotebook } from './notebook-file';
import { warningsAbout, withParametersCell } from './parameters-cell';

/** The request to the process that runs a notebook. */
export interface RunRequest {
  readonly notebook: string;
  /** The file for the executed notebook, which is written also when a cell fails. Left out, no file is written. */
  readonly output?: string;
  /** The cell that sets parameters, and the names that it sets. */
  readonly parameters?: { readonly source: string; readonly names: readonly string[] };
}

/** The exit code that a shell shows for a process that SIGINT ended. */
const EXIT_INTERRUPTED = 130;
const PARENT_POLL_MS = 1_000;

const errorSchema = z.object({ output_type: z.literal('error'), evalue: z.string(), traceback: z.array(z.string()) });

/**
 * Executes a notebook in this process, in its working folder. Resolves to the exit code: 1 when a cell failed,
 * 130 when SIGTERM ended the run.
 */
export async function runCells({ notebook: path, output, parameters }: RunRequest): Promise<number> {
  const original = readNotebook(path);
  const notebook = parameters ? withParametersCell(original, parameters.source) : original;
  for (const warning of parameters ? warningsAbout(original, parameters.names) : []) tell(`${path}: ${warning}`);
  process.env[NOTEBOOK_VARIABLE] = path;
  const collected = new CollectedOutputs();
  // In a terminal, Ctrl-C reaches the program that a cell waits for as well.
  const session = createSession({
    send: (message) => collected.send(message),
    hasUnseenInterrupt: () => false,
    // Nobody can be asked, so nothing waits for an answer.
    waitUntil: () => undefined,
  });
  session.comms.hasFrontEnd = false;
  const cells = notebook.cells.filter((cell): cell is CodeCell => cell.cell_type === 'code');
  for (const cell of cells) Object.assign(cell, { outputs: [], execution_count: null });
  const save = () => {
    if (output !== undefined) writeNotebook(output, notebook);
  };
  // Writing first shows now that a place cannot be written, not after an hour's work.
  save();
  new ProcessEnd(async () => save()).guard(session.runner, session.streams);
  const failure = await runUntilFailure({ cells, session, collected, save });
  save();
  if (failure === undefined) return 0;
  tell(`${path}: ${failure.message}`);
  return failure.exitCode;
}

interface Run {
  readonly cells: readonly CodeCell[];
  readonly session: Session;
  readonly collected: CollectedOutputs;
  readonly save: () => void;
}

interface Failure {
  readonly exitCode: number;
  readonly message: string;
}

async function runUntilFailure({ cells, session, collected, save }: Run): Promise<Failure | undefined> {
  let isInterrupted = false;
  whenStopped(() => {
    isInterrupted = true;
    session.runner.interrupt();
  });
  keepListeners();
  for (const [index, cell] of cells.entries()) {
    // nbclient skips such cells as well.
    if (sourceOf(cell).trim() === '' || hasTag(cell, 'skip-execution')) continue;
    const failed = await runCell(cell, session, collected);
    const place = `code cell ${index + 1} of ${cells.length}`;
    if (isInterrupted) {
      return { exitCode: EXIT_INTERRUPTED, message: `interrupted in ${place}.` };
    }
    if (failed && !hasTag(cell, 'raises-exception')) {
      return { exitCode: 1, message: `${place} failed.\n${errorOf(cell)?.traceback.join('\n') ?? ''}` };
    }
    save();
  }
  return undefined;
}

/** Calls back when SIGTERM comes, and when the process that started this one has died. */
function whenStopped(stop: () => void): void {
  const parent = process.ppid;
  process.on('SIGTERM', stop);
  // It also keeps this process alive while a cell waits for a timer that does not, like AbortSignal.timeout().
  setInterval(() => {
    if (process.ppid !== parent) stop();
  }, PARENT_POLL_MS);
}

function tell(text: string): void {
  sayOnStderr(isatty(STDERR) ? text : stripVTControlCharacters(text));
}

async function runCell(cell: CodeCell, session: Session, collected: CollectedOutputs): Promise<boolean> {
  const execution = executionOf(cell);
  const outputs: Record<string, unknown>[] = [];
  collected.collect(execution.request.header, outputs);
  const finished = await session.execution.execute(execution);
  finished.reply();
  Object.assign(cell, { outputs, execution_count: session.execution.count });
  return finished.status === 'error';
}

/** Builds a request as if a client had sent it. */
function executionOf(cell: CodeCell): Execution {
  const header = JSON.stringify({ msg_id: randomUUID(), msg_type: 'execute_request', session: 'notebook' });
  const request: Request = {
    channel: 'shell',
    type: 'execute_request',
    session: 'notebook',
    header,
    identities: [],
    content: {},
    metadata: JSON.stringify({ cellId: cell.id }),
    buffers: [],
  };
  const content = {
    code: sourceOf(cell),
    silent: false,
    store_history: true,
    user_expressions: {},
    allow_stdin: false,
    stop_on_error: true,
  };
  return { request, content };
}

function errorOf(cell: CodeCell): z.infer<typeof errorSchema> | undefined {
  return cell.outputs.map((output) => errorSchema.safeParse(output).data).find((error) => error !== undefined);
}
