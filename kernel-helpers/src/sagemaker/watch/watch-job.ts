import { tellInterrupt } from '../../cell/tell-interrupt';
import { liveDisplay } from '../../display/live-display';
import { show } from '../../display/show';
import { InternalError } from '../../errors';
import { JobNotFoundError } from './ask-about-job';
import { endOfWatch } from './end-of-watch';
import { jobFailure } from './failure';
import { FinishedJob } from './finished-job';
import { readFinishedModel } from './finished-model';
import { followJob, type Pace } from './follow-job';
import { failedCard, finishedCard, interruptedCard, type LiveFacts, liveCard } from './job-card';
import type { JobDescription } from './job-description';
import type { JobFinishedEvent } from './job-event';
import { advance, INITIAL_STATE, type JobState, whyLogIsHidden } from './job-state';

export interface WatchOptions {
  readonly signal: AbortSignal;
  readonly isLocal: boolean;
  readonly pricePerHour?: number;
  /** @default by the account in use and the time that has passed */
  readonly pace?: Pace;
}

/**
 * Shows a job's card until the job ends, then its metrics as a chart. Throws if the job failed, or was stopped before it
 * had a model. Every error before the job's end says how to watch it again.
 */
export async function watchJob(jobName: string, options: WatchOptions): Promise<FinishedJob> {
  const { signal, isLocal } = options;
  const card = liveDisplay(liveCard(INITIAL_STATE, { jobName, isLocal, elapsedSeconds: 0 }));
  let state = INITIAL_STATE;
  let hasEnded = false;
  const tell = (): void => {
    card.update(interruptedCard(jobName, { phase: state.phase, isLocal, hasEnded }));
    card.close();
  };
  const follow = async (): Promise<FinishedJob> => {
    for await (const { events, description } of followJob(jobName, signal, options.pace)) {
      state = events.reduce(advance, state);
      const end = events.find((event): event is JobFinishedEvent => event.type === 'finished');
      if (end === undefined || description === undefined) {
        card.update(liveCard(state, factsOf(jobName, description, options)));
        continue;
      }
      hasEnded = true;
      const finished = await resultOf(description, end, state, signal);
      if (finished instanceof Error) {
        card.update(failedCard(state));
        throw finished;
      }
      card.update(finishedCard(finished));
      if (finished.history.length > 0) show(finished.chart());
      return finished;
    }
    throw new InternalError(`Following the training job ${jobName} ended before the job did.`);
  };
  try {
    return await tellInterrupt(signal, tell, follow);
  } catch (error) {
    if (hasEnded && !signal.aborted) throw error;
    if (!(error instanceof JobNotFoundError)) tell();
    throw endOfWatch(jobName, error, { wasInterrupted: signal.aborted, hasEnded });
  } finally {
    card.close();
  }
}

/** What a job that ended left behind, or the error for a job that left nothing. */
async function resultOf(
  description: JobDescription,
  { status, failureReason }: JobFinishedEvent,
  state: JobState,
  signal: AbortSignal,
): Promise<FinishedJob | Error> {
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
  return new FinishedJob({ ...description, status, modelArtefact }, state, model);
}

function factsOf(
  jobName: string,
  description: JobDescription | undefined,
  { isLocal, pricePerHour }: WatchOptions,
): LiveFacts {
  if (description === undefined) return { jobName, isLocal, elapsedSeconds: 0 };
  const startedAt = description.phases[0]?.startedAt ?? new Date();
  const elapsedSeconds = Math.max(0, (Date.now() - startedAt.getTime()) / 1000);
  const { instances } = description;
  if (pricePerHour === undefined || isLocal) return { jobName, instances, elapsedSeconds, isLocal };
  return {
    jobName,
    instances,
    elapsedSeconds,
    isLocal,
    cost: (elapsedSeconds / 3600) * pricePerHour * instances.count,
  };
}
