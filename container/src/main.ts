import { inspect } from 'node:util';
import { isPlatformError, isUserError } from 'kernel-helpers/errors';
import { trainingPaths } from 'kernel-helpers/training-contract/index';
import { exitAtOnce } from './exit-at-once';
import { describeError, writeFailureFile } from './failure-file';
import { drainOutput, writeWithoutBuffer } from './output';
import { ScriptFailure } from './script/script-failure';
import { serve } from './serve';
import { withSourcePlaces } from './source-places';
import { train } from './train';

/** SageMaker kills a training host 120 s after it asked for a stop, and an endpoint's host after 30 s (AWS docs). */
const GRACE_SECONDS = { train: 110, serve: 25 } as const;

/** What the container does; gives the exit code. */
const roles = {
  train: async (stop: AbortSignal) => {
    await train(stop);
    return 0;
  },
  serve,
} as const;

async function main(role: string | undefined): Promise<void> {
  writeWithoutBuffer();
  if (role !== 'train' && role !== 'serve') {
    console.error('Say what this container should do: train or serve.');
    process.exit(2);
  }
  const stop = new AbortController();
  process.on('SIGTERM', () => {
    stop.abort(new Error('SageMaker asked this container to stop.'));
    setTimeout(() => exitAtOnce(1), GRACE_SECONDS[role] * 1000).unref();
  });
  process.on('uncaughtException', (error) => void fail(error));
  try {
    await leave(await roles[role](stop.signal));
  } catch (error) {
    await fail(error);
  }
}

let leaving: Promise<never> | undefined;

/** Only the first error is told: errors while the container ends are consequences of it. */
function fail(error: unknown): Promise<never> {
  leaving ??= sayAndLeave(error);
  return leaving;
}

async function sayAndLeave(error: unknown): Promise<never> {
  // First, so that the error is the last word even where the file cannot be written.
  writeFailureFile(trainingPaths().failure, error);
  // The stack helps only where the message cannot say what to do.
  console.error(isUserError(error) || isPlatformError(error) ? describeError(error) : withSourcePlaces(inspect(error)));
  if (error instanceof ScriptFailure) for (const call of error.calls) console.error(`    called at ${call}`);
  return leave(1);
}

/** An error that nobody waited for may be on its way out when the rest of the work ends well: then the job has failed. */
let exitCode = 0;

async function leave(code: number): Promise<never> {
  exitCode = Math.max(exitCode, code);
  await drainOutput();
  exitAtOnce(exitCode);
}

void main(process.argv[2]);
