/** Thrown where SageMaker asked the job to stop before there was a model to save. It is not a failure. */
export class TrainingStopped extends Error {
  override readonly name = 'TrainingStopped';

  constructor() {
    super('The job was asked to stop before the first round was done, so there is no model.');
  }
}
