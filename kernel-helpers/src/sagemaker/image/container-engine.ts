import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { errorCode } from '../../error-code';
import { PlatformError } from '../../errors';

/** Programs that build and push images, in the order in which they are tried. */
const ENGINES = ['docker', 'podman', 'finch', 'nerdctl', 'buildah'] as const;

/** A container engine that answers on this machine. */
export type ContainerEngine = (typeof ENGINES)[number];

const KEPT_LINES = 20;

export interface EngineRun {
  /** Called with each line that the engine prints. */
  readonly onLine?: (line: string) => void;
  /** Written to the engine's standard input: give passwords here, because other users can list arguments. */
  readonly input?: string;
  readonly signal?: AbortSignal;
}

/** The first engine that works; a client whose service does not run does not count. */
export async function findContainerEngine(): Promise<ContainerEngine | undefined> {
  for (const engine of ENGINES) {
    if (await engineAnswers(engine, ['info'])) return engine;
  }
  return undefined;
}

/** True if the engine is there and ends well with these arguments. */
export async function engineAnswers(
  engine: ContainerEngine,
  args: readonly string[],
  signal?: AbortSignal,
): Promise<boolean> {
  try {
    return (await runProcess(engine, args, { signal })) === 0;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

/** Runs an engine to its end. A PlatformError carries the last lines that it printed. */
export async function runEngine(engine: ContainerEngine, args: readonly string[], run: EngineRun = {}): Promise<void> {
  const lines: string[] = [];
  const code = await runProcess(engine, args, {
    ...run,
    onLine(line) {
      lines.push(line);
      if (lines.length > KEPT_LINES) lines.shift();
      run.onLine?.(line);
    },
  });
  if (code === 0) return;
  throw new PlatformError(`${engine} ${args[0]} failed with exit code ${code}:\n${lines.join('\n')}`, {
    facts: { engine, exitCode: code },
  });
}

function runProcess(command: string, args: readonly string[], { onLine, input, signal }: EngineRun): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: process.env, stdio: ['pipe', 'pipe', 'pipe'], signal });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => onLine?.(line));
    }
    child.stdin.on('error', reject);
    child.stdin.end(input);
  });
}
