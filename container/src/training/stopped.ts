import { once } from 'node:events';

/** Thrown where SageMaker asked the job to stop before there was a model to save. It is not a failure. */
export class TrainingStopped extends Error {
  override readonly name = 'TrainingStopped';

  constructor() {
    super('The job was asked to stop before the first round was done, so there is no model.');
  }
}

/** Fails with TrainingStopped as soon as the job is asked to stop. */
export async function stoppedBy(stop: AbortSignal): Promise<never> {
  if (!stop.aborted) await once(stop, 'abort');
  throw new TrainingStopped();
}
