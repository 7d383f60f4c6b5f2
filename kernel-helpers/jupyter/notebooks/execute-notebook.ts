import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { PlatformError, UserError } from 'kernel-helpers/errors';
import { z } from 'zod';
import { pythonOf } from '../jupyter-environment';
import { ProcessGroup } from '../process-group';

const KEPT_CHARACTERS = 4_000;

const position = { number: z.number(), of: z.number(), heading: z.string() };
const progress = z.discriminatedUnion('event', [
  z.object({ event: z.literal('cell'), ...position }),
  z.object({ event: z.literal('failed'), ...position, source: z.string(), error: z.string() }),
]);
type FailedCell = Extract<z.infer<typeof progress>, { event: 'failed' }>;

export interface NotebookExecution {
  readonly root: string;
  readonly notebook: string;
  /** The file for the executed copy, which is written also when a cell fails. */
  readonly copy: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Runs a notebook from top to bottom through nbclient, on the kernel that the notebook's metadata name.
 * Throws a UserError that shows the failing cell, and a PlatformError when Jupyter itself fails.
 */
export async function executeNotebook(execution: NotebookExecution): Promise<void> {
  const { root, notebook, copy, environment, say, signal } = execution;
  signal.throwIfAborted();
  const program = join(root, 'kernel-helpers', 'jupyter', 'notebooks', 'execute_notebook.py');
  const driver = ProcessGroup.start(pythonOf(root), [program, notebook, copy], {
    cwd: root,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = () => void driver.close();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const complaints = keepTail(driver);
    const failed = await followProgress(driver, basename(notebook, '.ipynb'), say);
    const exitCode = await driver.exited();
    signal.throwIfAborted();
    if (failed !== undefined) throw new UserError(describeFailure(failed, notebook, copy));
    if (exitCode !== 0) throw new PlatformError(`Jupyter could not execute ${notebook}:\n${complaints()}`);
  } finally {
    signal.removeEventListener('abort', stop);
    await driver.close();
  }
}

async function followProgress(
  driver: ProcessGroup,
  name: string,
  say: (line: string) => void,
): Promise<FailedCell | undefined> {
  if (driver.child.stdout === null) return undefined;
  let failed: FailedCell | undefined;
  for await (const line of createInterface({ input: driver.child.stdout })) {
    const event = progress.parse(JSON.parse(line));
    if (event.event === 'failed') failed = event;
    else say(`${name}: cell ${event.number} of ${event.of}, ${event.heading}`);
  }
  return failed;
}

function keepTail(driver: ProcessGroup): () => string {
  let tail = '';
  driver.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-KEPT_CHARACTERS);
  });
  return () => tail.trim();
}

function describeFailure(failed: FailedCell, notebook: string, copy: string): string {
  const source = failed.source.replace(/^/gm, '    ');
  return [
    `${notebook}, code cell ${failed.number} of ${failed.of} ("${failed.heading}") failed:`,
    `\n${source}\n`,
    failed.error,
    `\nThe executed copy, with the error in it: ${copy}`,
  ].join('\n');
}
