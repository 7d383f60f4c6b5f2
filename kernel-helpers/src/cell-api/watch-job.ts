import { liveDisplay } from '../display/live-display';
import { show } from '../display/show';
import { InternalError } from '../errors';
import { JobNotFoundError } from '../sagemaker/watch/ask-about-job';
import { endOfWatch } from '../sagemaker/watch/end-of-watch';
import { followJob, type Pace } from '../sagemaker/watch/follow-job';
import type { JobDescription } from '../sagemaker/watch/job-description';
import type { JobFinishedEvent } from '../sagemaker/watch/job-event';
import { jobResult } from '../sagemaker/watch/job-result';
import { advance, INITIAL_STATE } from '../sagemaker/watch/job-state';
import { tellInterrupt } from '../tell-interrupt';
import { finishedCard } from './finished-card';
import { FinishedJob } from './finished-job';
import { failedCard, interruptedCard, type LiveFacts, liveCard } from './job-card';

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
      const result = await jobResult(description, end, state, signal);
      if (result instanceof Error) {
        card.update(failedCard(state));
        throw result;
      }
      const finished = new FinishedJob(result.job, state, result.model);
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
