import { setTimeout as delay } from 'node:timers/promises';
import { isAccessDenied } from '../../aws/call-aws';
import { parseMetricLine } from '../../training-contract/index';
import type { JobDescription } from './job-description';
import type { JobEvent, JobLogEvent, JobMetricEvent, JobNoticeEvent } from './job-event';
import { JobLogs, type LogReading, NO_LOG_ADVICE, NO_LOG_YET } from './job-logs';

/** How often the log of a job that ended is asked for where it cannot be read: there is no later chance. */
const LAST_READINGS = 4;

/** The log of a job that is watched: its lines, their metrics, and notices about what keeps the log from being read. */
export class FollowedLog {
  private readonly logs: JobLogs;
  private workingSince: number | undefined;
  private told: string | undefined;

  constructor(jobName: string, hostCount: number) {
    this.logs = new JobLogs(jobName, hostCount);
  }

  /** What is new, part by part. A log that is not there is worth a notice only after hosts have been at work for `quietSeconds`. */
  async *look(
    description: JobDescription,
    quietSeconds: number,
    signal?: AbortSignal,
  ): AsyncGenerator<JobEvent[], void, undefined> {
    if (haveHostsStarted(description)) this.workingSince ??= Date.now();
    const isQuiet = this.workingSince !== undefined && Date.now() - this.workingSince > quietSeconds * 1000;
    for (;;) {
      const reading = await this.logs.readNew(signal);
      if (!reading.isPart) {
        yield [...eventsOf(reading), ...this.notices(reading, isQuiet ? NO_LOG_YET : undefined)];
        return;
      }
      yield eventsOf(reading);
    }
  }

  /** What is new at the end of a job. Lines may reach CloudWatch after that, so the reading comes after `waitSeconds`. */
  async *lastLook(
    description: JobDescription,
    waitSeconds: number,
    signal?: AbortSignal,
  ): AsyncGenerator<JobEvent[], void, undefined> {
    const missing = haveHostsStarted(description) ? `Its log is empty. ${NO_LOG_ADVICE}` : undefined;
    await delay(waitSeconds * 1000, undefined, { signal });
    for (let looks = 1; ; ) {
      const reading = await this.logs.readNew(signal);
      yield eventsOf(reading);
      if (reading.isPart) continue;
      const isLast = reading.problem === undefined || isAccessDenied(reading.problem) || looks === LAST_READINGS;
      if (isLast) {
        yield this.notices(reading, missing);
        return;
      }
      looks += 1;
      await delay(waitSeconds * 1000, undefined, { signal });
    }
  }

  /** Sentences have no time and no name, because the last one stays in the notebook. */
  private notices({ problem }: LogReading, missing: string | undefined): JobNoticeEvent[] {
    const message = problem?.message ?? (this.logs.isThere ? undefined : missing);
    if (message === this.told) return [];
    this.told = message;
    const notice = { type: 'notice', at: new Date(), about: 'log' } as const;
    if (message !== undefined) return [{ ...notice, isHidden: true, message }];
    return [{ ...notice, isHidden: false, message: 'The log of the training job can be read now.' }];
  }
}

/** Hosts write from the phase Training on. */
function haveHostsStarted({ phases }: JobDescription): boolean {
  return phases.some(({ status }) => status === 'Training');
}

function eventsOf({ lines }: LogReading): JobEvent[] {
  return lines.flatMap((line) => [line, ...metricsOf(line)]);
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
