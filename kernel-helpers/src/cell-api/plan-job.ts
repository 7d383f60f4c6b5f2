import { kernelBridge } from '../cell/kernel-bridge';
import { say } from '../display/say';
import { checkOptionNames } from '../option-names';
import type { LaunchPlace } from '../sagemaker/job/launch-environment';
import type { TrainingJobOptions } from '../sagemaker/job/options';
import { startTrainingJob } from '../sagemaker/job/start-job';
import { watchAdvice } from '../sagemaker/watch/watch-advice';
import { tellInterrupt } from '../tell-interrupt';
import { inCell } from './in-cell';
import { TrainingJob } from './training-job';

/** A training job that has not been started. */
export interface PlannedTrainingJob {
  readonly options: TrainingJobOptions;
  /**
   * Checks everything, uploads the training script and starts the job. Nothing is made before all checks pass.
   * The job's environment says where it was started: the notebook's file name, the cell's id, and the script where it
   * lies in the notebook's folder (`LAUNCHED_FROM_…`). Whoever may describe the job can read them.
   */
  start(options?: StartOptions): Promise<TrainingJob>;
}

export interface StartOptions {
  /** Gives up if the job is not starting yet; otherwise the job goes on. @default the signal of the running cell */
  readonly signal?: AbortSignal;
}

/** Plans a training job; `start()` checks and starts it. */
export function trainingJob(options: TrainingJobOptions): PlannedTrainingJob {
  return { options, start: async (startOptions = {}) => await startJob(options, startOptions) };
}

async function startJob(options: TrainingJobOptions, startOptions: StartOptions): Promise<TrainingJob> {
  checkOptionNames('start()', startOptions, { signal: true });
  let starting: string | undefined;
  const tell = (): void =>
    say(
      starting === undefined
        ? 'Interrupted before the training job was started: nothing runs and nothing costs money.'
        : `The training job was being started when it was interrupted, and goes on. Watch it, or stop it with await job.stop():\n${watchAdvice(starting)}`,
    );
  const surroundings = inCell(startOptions.signal);
  const name = await tellInterrupt(surroundings.signal, tell, () =>
    startTrainingJob(options, surroundings, {
      launchPlace: currentPlace(),
      onStart: (jobName) => {
        starting = jobName;
      },
    }),
  );
  return new TrainingJob(name, options.instances.pricePerHour);
}

/** Jupyter names the session of a kernel by the notebook's file (jupyter_server, `sessionmanager.py`). */
function currentPlace(): LaunchPlace {
  return { session: process.env.JPY_SESSION_NAME, cellId: kernelBridge()?.cellId, folder: process.cwd() };
}
