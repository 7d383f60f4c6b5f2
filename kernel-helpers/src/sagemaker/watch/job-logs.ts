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
}

/** The lines that arrived since the last look at the logs. */
export interface LogReading {
  /** Of all hosts, in the order of time. */
  readonly lines: readonly JobLogEvent[];
  /** Why the logs could not be read to their end; what is missing comes with a later look. */
  readonly problem?: UserError | PlatformError;
}

/** Reads the logs of a job's hosts from CloudWatch, each line once. */
export class JobLogs {
  private readonly streams = new Map<string, LogStream>();
  /** Lines that were read and not given out yet. */
  private pending: JobLogEvent[] = [];

  constructor(
    private readonly jobName: string,
    private readonly hostCount: number,
  ) {}

  /** True if a host has a log. */
  get isThere(): boolean {
    return this.streams.size > 0;
  }

  /** The lines since the last call. It throws only where the signal fires. */
  async readNew(signal?: AbortSignal): Promise<LogReading> {
    const problem = await this.readAll(signal);
    const lines = this.pending.sort((one, other) => one.at.getTime() - other.at.getTime());
    this.pending = [];
    return problem === undefined ? { lines } : { lines, problem };
  }

  private async readAll(signal?: AbortSignal): Promise<LogReading['problem']> {
    try {
      await callAws('read the log of the training job', async () => {
        // A restarted host gets another stream, but one known stream for each host is enough.
        if (this.streams.size < this.hostCount) await this.findStreams(signal);
        // Every stream is read as far as it can be, so that a fault in one loses no line of another.
        const reads = await Promise.allSettled([...this.streams.values()].map((one) => this.readStream(one, signal)));
        const failed = reads.find((read) => read.status === 'rejected');
        if (failed !== undefined) throw failed.reason;
      });
    } catch (error) {
      if (isUserError(error) || isPlatformError(error)) return error;
      throw error;
    }
    return undefined;
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
        this.streams.set(logStreamName, { name: logStreamName, host: hostOf(logStreamName) });
      }
      nextToken = page?.nextToken;
    } while (nextToken !== undefined);
  }

  /** Reads on until the token no longer changes: an empty page is not the end of a stream. */
  private async readStream(stream: LogStream, signal?: AbortSignal): Promise<void> {
    const { GetLogEventsCommand } = awsSdk.cloudWatchLogs();
    for (;;) {
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
      for (const { timestamp = 0, message = '' } of page?.events ?? []) {
        this.pending.push({ type: 'log', at: new Date(timestamp), host: stream.host, line: message.trimEnd() });
      }
      if (page?.nextForwardToken === undefined || page.nextForwardToken === stream.nextToken) return;
      stream.nextToken = page.nextForwardToken;
    }
  }
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
