import { setTimeout as delay } from 'node:timers/promises';
import { isLocalAccount } from '../../aws/clients';
import { ConnectionNotices } from './connection-notices';
import { describeJob } from './describe-job';
import { FollowedLog } from './followed-log';
import type { JobDescription, JobPhase } from './job-description';
import type { JobEvent, JobFinishedEvent } from './job-event';

/** The new events of one look at the job, and what SageMaker last said about the job. */
export interface JobProgress {
  readonly events: readonly JobEvent[];
  /** Undefined before SageMaker has answered once. */
  readonly description?: JobDescription;
}

/** How often to ask, and for how long to wait. AWS counts calls to both services for the whole account. */
export interface Pace {
  readonly describeSeconds: number;
  readonly logSeconds: number;
  /** For how long AWS may not answer before the watch ends. */
  readonly patienceSeconds: number;
  /** How long hosts may be at work before a log that is not there is worth a sentence. */
  readonly quietSeconds: number;
}

// The real figures for asking are those of the SageMaker Python SDK 2 (`session.py`, `_logs_for_job`).
const REAL_PACE: Pace = { describeSeconds: 30, logSeconds: 10, patienceSeconds: 900, quietSeconds: 180 };
/** Ask more often in the first minute: most mistakes show there. */
const EARLY_PACE: Pace = { ...REAL_PACE, describeSeconds: 5, logSeconds: 5 };
const EARLY_SECONDS = 60;
const LOCAL_PACE: Pace = { describeSeconds: 0.4, logSeconds: 0.4, patienceSeconds: 10, quietSeconds: 10 };

/**
 * Follows a job from its first line to its end: one item or more for each look at it, with the new events in the order
 * of time. A look without new events is an item, too, and a long log comes in several: no more of it is read than is
 * asked for. AWS may be silent for minutes, and the log may be out of reach for the
 * whole time; notices say so. An abort ends this with an AbortError; the job goes on.
 * @param givenPace in place of the pace that fits the account in use and the time that has passed
 */
export async function* followJob(
  jobName: string,
  signal?: AbortSignal,
  givenPace?: Pace,
): AsyncGenerator<JobProgress, void, undefined> {
  const startedAt = Date.now();
  const connection = new ConnectionNotices();
  const phases = new Set<string>();
  let description: JobDescription | undefined;
  let log: FollowedLog | undefined;
  let askedAt = Number.NEGATIVE_INFINITY;
  for (;;) {
    const pace = givenPace ?? paceNow((Date.now() - startedAt) / 1000);
    let events: readonly JobEvent[] = [];
    if (Date.now() - askedAt >= (connection.isLost ? pace.logSeconds : pace.describeSeconds) * 1000) {
      askedAt = Date.now();
      try {
        description = await describeJob(jobName, signal);
        events = [...newPhases(description, phases), ...connection.answered()];
      } catch (error) {
        events = connection.failed(error, pace.patienceSeconds);
      }
    }
    if (description !== undefined && !connection.isLost) {
      log ??= new FollowedLog(jobName, description.instances.count);
      const finished = finishedEvent(description);
      if (finished !== undefined) {
        for await (const part of log.lastLook(description, pace.logSeconds, signal)) {
          yield { events: inOrder([...events, ...part]), description };
          events = [];
        }
        yield { events: [finished], description };
        return;
      }
      for await (const part of log.look(description, pace.quietSeconds, signal)) {
        yield { events: inOrder([...events, ...part]), description };
        events = [];
      }
    } else {
      yield { events: inOrder(events), description };
    }
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

function inOrder(events: readonly JobEvent[]): JobEvent[] {
  return events.toSorted((one, other) => one.at.getTime() - other.at.getTime());
}

function finishedEvent(description: JobDescription): JobFinishedEvent | undefined {
  const { status, secondaryStatus, failureReason, phases } = description;
  if (status !== 'Completed' && status !== 'Failed' && status !== 'Stopped') return undefined;
  const at = phases.at(-1)?.startedAt ?? new Date();
  return { type: 'finished', at, status, secondaryStatus, ...(failureReason === undefined ? {} : { failureReason }) };
}
