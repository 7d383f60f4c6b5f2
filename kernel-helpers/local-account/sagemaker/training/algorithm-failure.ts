/** Ends a job as Failed; its message becomes the FailureReason and begins with SageMaker's own kind of error. */
export class AlgorithmFailure extends Error {
  override readonly name = 'AlgorithmFailure';
}
