import { errorCode } from '../../error-code';
import { exitCodeOf, type ProgramRun, runProgram } from './run-program';

/** Programs that build and push images. */
export const ENGINES = ['docker', 'podman', 'finch', 'nerdctl', 'buildah'] as const;

/** A program that builds and pushes images. */
export type ContainerEngine = (typeof ENGINES)[number];

/** True if the engine is there and ends well with these arguments. */
export async function engineAnswers(
  engine: ContainerEngine,
  args: readonly string[],
  signal?: AbortSignal,
): Promise<boolean> {
  try {
    return (await exitCodeOf(engine, args, { signal })) === 0;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

/** Runs an engine to its end. A PlatformError carries the last lines that it printed. */
export async function runEngine(engine: ContainerEngine, args: readonly string[], run: ProgramRun = {}): Promise<void> {
  await runProgram(`${engine} ${args[0]}`, [engine, ...args], run);
}
