import { InternalError } from '../../errors';
import { jobFailure } from './failure';
import { type FinishedModel, readFinishedModel } from './finished-model';
import type { JobDescription } from './job-description';
import type { JobFinishedEvent } from './job-event';
import { type JobState, whyLogIsHidden } from './job-state';

/** A job that has ended and names a model. */
export type EndedJob = JobDescription & {
  readonly status: 'Completed' | 'Stopped';
  readonly modelArtefact: string;
};

/** What a job left behind. */
export interface JobResult {
  readonly job: EndedJob;
  readonly model: FinishedModel;
}

/** What a job that ended left behind, or the error for a job that left nothing. */
export async function jobResult(
  description: JobDescription,
  { status, failureReason }: JobFinishedEvent,
  state: JobState,
  signal: AbortSignal,
): Promise<JobResult | Error> {
  const { name, modelArtefact } = description;
  const failed = { ...description, status, failureReason, lines: state.lines, whyLogIsHidden: whyLogIsHidden(state) };
  if (status === 'Failed') return jobFailure(failed);
  if (modelArtefact === undefined) {
    if (status === 'Stopped') return jobFailure(failed);
    throw new InternalError(`The training job ${name} completed, but SageMaker names no model artefact.`);
  }
  const model = await readFinishedModel(modelArtefact, signal);
  if (status === 'Stopped' && (model.missing ?? model.problem) !== undefined) {
    // SageMaker may name an archive that a stopped job had no time to write.
    return jobFailure({ ...failed, modelProblem: model.isGone ? undefined : model.problem });
  }
  return { job: { ...description, status, modelArtefact }, model };
}
