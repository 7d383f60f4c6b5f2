import { setTimeout as delay } from 'node:timers/promises';
import { isLocalAccount } from '../../aws/clients';
import { parseMetricLine } from '../../training-contract/index';
import { describeJob, type JobDescription, type JobPhase } from './job-description';
import type { JobEvent, JobFinishedEvent, JobLogEvent, JobMetricEvent } from './job-event';
import { JobLogs } from './job-logs';

/** The new events of one look at the job, and what SageMaker said about the job then. */
export interface JobProgress {
  readonly events: readonly JobEvent[];
  readonly description: JobDescription;
}

/** How often to ask. AWS counts calls to both services for the whole account. */
interface Pace {
  readonly describeSeconds: number;
  readonly logSeconds: number;
}

// The real figures are those of the SageMaker Python SDK 2 (`session.py`, `_logs_for_job`).
const REAL_PACE: Pace = { describeSeconds: 30, logSeconds: 10 };
const LOCAL_PACE: Pace = { describeSeconds: 0.4, logSeconds: 0.4 };
/** Ask more often in the first minute: most mistakes show there. */
const EARLY_PACE: Pace = { describeSeconds: 5, logSeconds: 5 };
const EARLY_SECONDS = 60;

/**
 * Follows a job from its first line to its end: one item for each look at it, with the new events in the order of time.
 * A look without new events is an item, too. An abort ends this with an AbortError; the job goes on.
 */
export async function* followJob(jobName: string, signal?: AbortSignal): AsyncGenerator<JobProgress, void, undefined> {
  let description = await describeJob(jobName, signal);
  let describedAt = Date.now();
  const startedAt = describedAt;
  const logs = new JobLogs(jobName, description.instances.count);
  const phases = new Set<string>();
  for (;;) {
    const pace = paceNow((Date.now() - startedAt) / 1000);
    if (Date.now() - describedAt >= pace.describeSeconds * 1000) {
      description = await describeJob(jobName, signal);
      describedAt = Date.now();
    }
    const finished = finishedEvent(description);
    // Lines may reach CloudWatch after the job's end, so the last read comes one interval later.
    if (finished !== undefined) await delay(pace.logSeconds * 1000, undefined, { signal });
    const events = inOrder(newPhases(description, phases), await logs.readNew(signal));
    if (finished !== undefined) {
      yield { events: [...events, finished], description };
      return;
    }
    yield { events, description };
    await delay(pace.logSeconds * 1000, undefined, { signal });
  }
}

function paceNow(elapsedSeconds: number): Pace {
  if (isLocalAccount()) return LOCAL_PACE;
  return elapsedSeconds < EARLY_SECONDS ? EARLY_PACE : REAL_PACE;
}

/** A phase is new if its start or its message is new: SageMaker rewrites the message of the running phase. */
function newPhases(description: JobDescription, known: Set<string>): JobEvent[] {
  return description.phases
    .filter((phase) => {
      const key = keyOf(phase);
      const isNew = !known.has(key);
      known.add(key);
      return isNew;
    })
    .map(({ status, message, startedAt }) => ({ type: 'status', at: startedAt, status, message }));
}

function keyOf({ status, message, startedAt }: JobPhase): string {
  return [status, message, startedAt.getTime()].join('|');
}

function inOrder(phases: readonly JobEvent[], lines: readonly JobLogEvent[]): JobEvent[] {
  const events = [...phases, ...lines.flatMap((line) => [line, ...metricsOf(line)])];
  return events.sort((one, other) => one.at.getTime() - other.at.getTime());
}

function metricsOf({ at, host, line }: JobLogEvent): JobMetricEvent[] {
  const parsed = parseMetricLine(line);
  if (parsed === undefined) return [];
  return [...parsed.values].map(([name, value]) => ({
    type: 'metric',
    at,
    host,
    round: parsed.round,
    name: name.replace('-', ':'),
    value,
  }));
}

function finishedEvent({ status, failureReason, phases }: JobDescription): JobFinishedEvent | undefined {
  if (status !== 'Completed' && status !== 'Failed' && status !== 'Stopped') return undefined;
  const at = phases.at(-1)?.startedAt ?? new Date();
  return { type: 'finished', at, status, ...(failureReason === undefined ? {} : { failureReason }) };
}
