import { awsErrorCode, callAws } from '../../aws/call-aws';
import { awsClients } from '../../aws/clients';
import { roleText } from '../../aws/denied-advice';
import { awsSdk } from '../../aws/load-sdk';
import type { JobLogEvent } from './job-event';

/** The log group for what training containers print (developer guide, "Log groups and streams"). */
export const TRAINING_LOG_GROUP = '/aws/sagemaker/TrainingJobs';

/** Every host of this project writes lines when it starts, so no lines at all have a cause outside of the program. */
export const NO_LOG_ADVICE = `If it started a host, ${roleText('job')} lacks logs:CreateLogGroup, logs:CreateLogStream or logs:PutLogEvents on ${TRAINING_LOG_GROUP}.`;

interface LogStream {
  readonly name: string;
  readonly host: string;
  /** Where the next read continues; undefined before the first read. */
  nextToken?: string;
}

/** Reads the logs of a job's hosts from CloudWatch, each line once. */
export class JobLogs {
  private readonly streams = new Map<string, LogStream>();

  constructor(
    private readonly jobName: string,
    private readonly hostCount: number,
  ) {}

  /** The lines of all hosts since the last call, in the order of time. */
  async readNew(signal?: AbortSignal): Promise<JobLogEvent[]> {
    return callAws(`read the logs of the training job ${this.jobName}`, async () => {
      // A restarted host gets another stream, but one known stream for each host is enough.
      if (this.streams.size < this.hostCount) await this.findStreams(signal);
      const lines = await Promise.all([...this.streams.values()].map((stream) => readStream(stream, signal)));
      return lines.flat().sort((one, other) => one.at.getTime() - other.at.getTime());
    });
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
      const page = await absentAsUndefined(awsClients.cloudWatchLogs().send(command, { abortSignal: signal }));
      for (const { logStreamName } of page?.logStreams ?? []) {
        if (logStreamName === undefined || this.streams.has(logStreamName)) continue;
        this.streams.set(logStreamName, { name: logStreamName, host: hostOf(logStreamName) });
      }
      nextToken = page?.nextToken;
    } while (nextToken !== undefined);
  }
}

/** Reads on until the token no longer changes: an empty page is not the end of a stream. */
async function readStream(stream: LogStream, signal?: AbortSignal): Promise<JobLogEvent[]> {
  const { GetLogEventsCommand } = awsSdk.cloudWatchLogs();
  const lines: JobLogEvent[] = [];
  for (;;) {
    const command = new GetLogEventsCommand({
      logGroupName: TRAINING_LOG_GROUP,
      logStreamName: stream.name,
      startFromHead: true,
      nextToken: stream.nextToken,
    });
    const page = await absentAsUndefined(awsClients.cloudWatchLogs().send(command, { abortSignal: signal }));
    for (const { timestamp = 0, message = '' } of page?.events ?? []) {
      lines.push({ type: 'log', at: new Date(timestamp), host: stream.host, line: message.trimEnd() });
    }
    if (page?.nextForwardToken === undefined || page.nextForwardToken === stream.nextToken) return lines;
    stream.nextToken = page.nextForwardToken;
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
