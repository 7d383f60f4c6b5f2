import type { Operations } from '../operations';

/** The lists of those kinds of jobs that no request can start here: they are empty, and no error. */
export const jobsNotRun = {
  ListHyperParameterTuningJobs: () => ({ HyperParameterTuningJobSummaries: [] }),
  ListTransformJobs: () => ({ TransformJobSummaries: [] }),
} satisfies Partial<Operations>;
