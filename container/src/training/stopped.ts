import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

/** Thrown where SageMaker asked the job to stop before there was a model to save. It is not a failure. */
export class TrainingStopped extends Error {
  override readonly name = 'TrainingStopped';

  constructor() {
    super('The job was asked to stop before the first round was done, so there is no model.');
  }
}

/** How long hosts may still take to meet after a stop was asked for. */
const MEETING_GRACE_MILLISECONDS = 2000;

/** Waits a little after a stop, so that hosts that are about to meet still do so and all learn of the stop. */
export async function untilStopped(stop: AbortSignal): Promise<never> {
  if (!stop.aborted) await once(stop, 'abort');
  await delay(MEETING_GRACE_MILLISECONDS, undefined, { ref: false });
  throw new TrainingStopped();
}
