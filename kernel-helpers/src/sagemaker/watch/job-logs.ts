import { ANSWER_SECONDS, answeredWithin } from '../../aws/answered-within';
import { awsErrorCode, callAws } from '../../aws/call-aws';
import { awsClients } from '../../aws/clients';
import { roleText } from '../../aws/denied-advice';
import { awsSdk } from '../../aws/load-sdk';
import { isPlatformError, isUserError, type PlatformError, type UserError } from '../../errors';
import type { JobLogEvent } from './job-event';

/** The log group for what training containers print (developer guide, "Log groups and streams"). */
export const TRAINING_LOG_GROUP = '/aws/sagemaker/TrainingJobs';

/** Every host of this project writes lines when it starts, so no lines at all have a cause outside of the program. */
export const NO_LOG_ADVICE = `If it started a host, ${rightsText()}`;

/** What to say of a log that is not there although hosts have been at work for a while. */
export const NO_LOG_YET = `The training job has no log yet. In an account's first job, the log group appears with the first line. If it stays away, ${rightsText()}`;

function rightsText(): string {
  return `${roleText('job')} lacks logs:CreateLogGroup, logs:CreateLogStream or logs:PutLogEvents on ${TRAINING_LOG_GROUP}.`;
}

interface LogStream {
  readonly name: string;
  readonly host: string;
  /** Where the next read continues; undefined before the first read. */
  nextToken?: string;
  /** Lines that were read and not given out yet, in the order of time. */
  kept: readonly JobLogEvent[];
  /** True if this look need not ask for more: it got the last line, or an error. */
  isDone: boolean;
}

/** The next lines of the logs. */
export interface LogReading {
  /** Of all hosts, in the order of time. */
  readonly lines: readonly JobLogEvent[];
  /** True if there is more to read at once. */
  readonly isPart: boolean;
  /** Why the logs could not be read to their end; what is missing comes with a later look. */
  readonly problem?: UserError | PlatformError;
}

/**
 * Reads the logs of a job's hosts from CloudWatch, each line once. However long they are, no more than one answer of
 * CloudWatch (1 MB) for each host is kept here.
 */
export class JobLogs {
  private readonly streams = new Map<string, LogStream>();
  private problem: LogReading['problem'];
  private isLooking = false;

  constructor(
    private readonly jobName: string,
    private readonly hostCount: number,
  ) {}

  /** True if a host has a log. */
  get isThere(): boolean {
    return this.streams.size > 0;
  }

  /**
   * The lines since the last call, or as many of them as come with one answer for each host: then it must be called
   * again. It throws only where the signal fires.
   */
  async readNew(signal?: AbortSignal): Promise<LogReading> {
    if (!this.isLooking) await this.beginLook(signal);
    const streams = [...this.streams.values()];
    const empty = streams.filter(({ kept, isDone }) => kept.length === 0 && !isDone);
    // A fault in one stream loses no line of another.
    await Promise.all(empty.map((stream) => this.noteProblem(stream, () => this.readPage(stream, signal), signal)));
    const lines = takeUntil(streams, smallest(streams.filter(({ isDone }) => !isDone).map(lastKept)));
    const isPart = streams.some(({ isDone, kept }) => !isDone || kept.length > 0);
    this.isLooking = isPart;
    return { lines, isPart, ...(this.problem !== undefined && { problem: this.problem }) };
  }

  private async beginLook(signal?: AbortSignal): Promise<void> {
    this.problem = undefined;
    this.isLooking = true;
    for (const stream of this.streams.values()) stream.isDone = false;
    // A restarted host gets another stream, but one known stream for each host is enough.
    if (this.streams.size < this.hostCount) await this.noteProblem(undefined, () => this.findStreams(signal), signal);
  }

  private async noteProblem(
    stream: LogStream | undefined,
    read: () => Promise<void>,
    signal?: AbortSignal,
  ): Promise<void> {
    try {
      await callAws('read the log of the training job', read);
    } catch (error) {
      signal?.throwIfAborted();
      if (!isUserError(error) && !isPlatformError(error)) throw error;
      this.problem ??= error;
      if (stream !== undefined) stream.isDone = true;
    }
  }

  private async findStreams(signal?: AbortSignal): Promise<void> {
    const { DescribeLogStreamsCommand } = awsSdk.cloudWatchLogs();
    let nextToken: string | undefined;
    do {
      const command = new DescribeLogStreamsCommand({
        logGroupName: TRAINING_LOG_GROUP,
        logStreamNamePrefix: `${this.jobName}/`,
        nextToken,
      });
      const page = await absentAsUndefined(
        answeredWithin(ANSWER_SECONDS, signal, (abortSignal) =>
          awsClients.cloudWatchLogs().send(command, { abortSignal }),
        ),
      );
      for (const { logStreamName } of page?.logStreams ?? []) {
        if (logStreamName === undefined || this.streams.has(logStreamName)) continue;
        this.streams.set(logStreamName, {
          name: logStreamName,
          host: hostOf(logStreamName),
          kept: [],
          isDone: false,
        });
      }
      nextToken = page?.nextToken;
    } while (nextToken !== undefined);
  }

  /** The end is where the token no longer changes: an empty page is not the end of a stream. */
  private async readPage(stream: LogStream, signal?: AbortSignal): Promise<void> {
    const { GetLogEventsCommand } = awsSdk.cloudWatchLogs();
    const command = new GetLogEventsCommand({
      logGroupName: TRAINING_LOG_GROUP,
      logStreamName: stream.name,
      startFromHead: true,
      nextToken: stream.nextToken,
    });
    const page = await absentAsUndefined(
      answeredWithin(ANSWER_SECONDS, signal, (abortSignal) =>
        awsClients.cloudWatchLogs().send(command, { abortSignal }),
      ),
    );
    stream.kept = (page?.events ?? []).map(({ timestamp = 0, message = '' }) => ({
      type: 'log',
      at: new Date(timestamp),
      host: stream.host,
      line: message.trimEnd(),
    }));
    stream.isDone = page?.nextForwardToken === undefined || page.nextForwardToken === stream.nextToken;
    stream.nextToken = page?.nextForwardToken ?? stream.nextToken;
  }
}

/** A stream that is not read to its end may go on with any line later than the last one that is known. */
function lastKept({ kept }: LogStream): number {
  return kept.at(-1)?.at.getTime() ?? Number.NEGATIVE_INFINITY;
}

function smallest(times: readonly number[]): number {
  return times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
}

/** Takes the lines that are not later than a time from all streams. */
function takeUntil(streams: readonly LogStream[], time: number): JobLogEvent[] {
  const taken = streams.flatMap((stream) => {
    const later = stream.kept.findIndex(({ at }) => at.getTime() > time);
    const end = later < 0 ? stream.kept.length : later;
    const lines = stream.kept.slice(0, end);
    stream.kept = stream.kept.slice(end);
    return lines;
  });
  return taken.sort((one, other) => one.at.getTime() - other.at.getTime());
}

/** The log group is missing before an account's first job, and a host has no stream before it starts. */
async function absentAsUndefined<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (awsErrorCode(error) === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

/** `<job>/algo-1-1700000000` → `algo-1`. */
function hostOf(streamName: string): string {
  return streamName.slice(streamName.indexOf('/') + 1).replace(/-\d+$/, '');
}
