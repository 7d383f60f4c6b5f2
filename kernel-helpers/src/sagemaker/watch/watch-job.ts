import { tellInterrupt } from '../../cell/tell-interrupt';
import { liveDisplay } from '../../display/live-display';
import { show } from '../../display/show';
import { InternalError, UserError } from '../../errors';
import { jobFailure } from './failure';
import { FinishedJob } from './finished-job';
import { readFinishedModel } from './finished-model';
import { followJob } from './follow-job';
import { failedCard, finishedCard, interruptedCard, type LiveFacts, liveCard, watchAdvice } from './job-card';
import type { JobDescription } from './job-description';
import type { JobFinishedEvent } from './job-event';
import { advance, INITIAL_STATE, type JobState } from './job-state';

export interface WatchOptions {
  readonly signal: AbortSignal;
  readonly isLocal: boolean;
  readonly pricePerHour?: number;
}

/** Shows a job's card until the job ends, then its metrics as a chart. Throws if the job did not complete. */
export async function watchJob(jobName: string, options: WatchOptions): Promise<FinishedJob> {
  const card = liveDisplay(liveCard(INITIAL_STATE, { jobName, isLocal: options.isLocal, elapsedSeconds: 0 }));
  let state = INITIAL_STATE;
  const tell = (): void => {
    card.update(interruptedCard(jobName, { phase: state.phase, isLocal: options.isLocal }));
    card.close();
  };
  const follow = async (): Promise<FinishedJob> => {
    for await (const { events, description } of followJob(jobName, options.signal)) {
      state = events.reduce(advance, state);
      const end = events.find((event): event is JobFinishedEvent => event.type === 'finished');
      if (end === undefined) {
        card.update(liveCard(state, factsOf(description, options)));
        continue;
      }
      if (end.status !== 'Completed') {
        card.update(failedCard(state));
        throw jobFailure(jobName, end, state.lines);
      }
      const finished = await finishedJob(description, state, options.signal);
      card.update(finishedCard(finished));
      if (finished.history.length > 0) show(finished.chart());
      return finished;
    }
    throw new InternalError(`Following the training job ${jobName} ended before the job did.`);
  };
  try {
    return await tellInterrupt(options.signal, tell, follow);
  } catch (error) {
    if (!options.signal.aborted) throw error;
    throw new UserError(
      `The training job ${jobName} is no longer watched, but it goes on. Watch it again:\n${watchAdvice(jobName)}`,
      { cause: error, facts: { jobName } },
    );
  } finally {
    card.close();
  }
}

async function finishedJob(description: JobDescription, state: JobState, signal: AbortSignal): Promise<FinishedJob> {
  const { modelArtefact } = description;
  if (modelArtefact === undefined) {
    throw new InternalError(`The training job ${description.name} completed, but SageMaker names no model artefact.`);
  }
  const model = await readFinishedModel(modelArtefact, signal);
  return new FinishedJob({ ...description, modelArtefact }, state, model);
}

function factsOf(description: JobDescription, { isLocal, pricePerHour }: WatchOptions): LiveFacts {
  const startedAt = description.phases[0]?.startedAt ?? new Date();
  const elapsedSeconds = Math.max(0, (Date.now() - startedAt.getTime()) / 1000);
  const { name: jobName, instances } = description;
  if (pricePerHour === undefined || isLocal) return { jobName, instances, elapsedSeconds, isLocal };
  return {
    jobName,
    instances,
    elapsedSeconds,
    isLocal,
    cost: (elapsedSeconds / 3600) * pricePerHour * instances.count,
  };
}
