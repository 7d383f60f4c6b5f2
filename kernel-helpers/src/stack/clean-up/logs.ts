import { callAws } from '../../aws/call-aws';
import { awsClients } from '../../aws/clients';
import { awsSdk } from '../../aws/load-sdk';
import { countOf } from '../../render/format-value';
import { undefinedIfMissing } from '../../sagemaker/missing-resource';
import { TRAINING_LOG_GROUP } from '../../sagemaker/watch/job-logs';
import { NAME_PREFIX } from '../../story-names';
import type { Belonging } from './belonging';

/** Each endpoint has a log group of its own (developer guide, "Log groups and streams that SageMaker AI sends"). */
const ENDPOINT_LOG_GROUPS = '/aws/sagemaker/Endpoints/';
/** The log group that all notebook instances of a region share, with streams `<instance>/…`. */
const NOTEBOOK_LOG_GROUP = '/aws/sagemaker/NotebookInstances';

/** The logs of a stack's jobs, endpoints and notebook instance; the groups of jobs and instances are shared with others. */
export async function logBelongings(
  names: readonly string[],
  notebookInstance: string,
  signal: AbortSignal,
): Promise<readonly Belonging[]> {
  const groups = await endpointGroups(new Set(names), signal);
  const ofJobs = (await Promise.all(names.map((name) => streamsOf(TRAINING_LOG_GROUP, `${name}/`, signal)))).flat();
  const ofNotebook = await streamsOf(NOTEBOOK_LOG_GROUP, `${notebookInstance}/`, signal);
  return [
    ...groups.map((group) => ({ what: `log group ${group}`, costsByTheHour: false, remove: () => deleteGroup(group) })),
    ...streamsBelonging(TRAINING_LOG_GROUP, ofJobs),
    ...streamsBelonging(NOTEBOOK_LOG_GROUP, ofNotebook),
  ];
}

function streamsBelonging(group: string, streams: readonly string[]): readonly Belonging[] {
  if (streams.length === 0) return [];
  const remove = async (signal: AbortSignal): Promise<void> => {
    for (const stream of streams) {
      signal.throwIfAborted();
      await deleteStream(group, stream);
    }
  };
  return [{ what: `${countOf(streams.length, 'log stream')} in ${group}`, costsByTheHour: false, remove }];
}

async function endpointGroups(names: ReadonlySet<string>, abortSignal: AbortSignal): Promise<readonly string[]> {
  const { DescribeLogGroupsCommand } = awsSdk.cloudWatchLogs();
  const groups: string[] = [];
  let nextToken: string | undefined;
  do {
    const input = { logGroupNamePrefix: `${ENDPOINT_LOG_GROUPS}${NAME_PREFIX}`, nextToken };
    const page = await callAws('list the log groups of endpoints', () =>
      awsClients.cloudWatchLogs().send(new DescribeLogGroupsCommand(input), { abortSignal }),
    );
    for (const { logGroupName = '' } of page.logGroups ?? []) {
      if (names.has(logGroupName.slice(ENDPOINT_LOG_GROUPS.length))) groups.push(logGroupName);
    }
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return groups;
}

async function streamsOf(group: string, prefix: string, abortSignal: AbortSignal): Promise<readonly string[]> {
  const { DescribeLogStreamsCommand } = awsSdk.cloudWatchLogs();
  const streams: string[] = [];
  let nextToken: string | undefined;
  do {
    const command = new DescribeLogStreamsCommand({ logGroupName: group, logStreamNamePrefix: prefix, nextToken });
    const page = await callAws(`list the log streams of ${group}`, () =>
      undefinedIfMissing(() => awsClients.cloudWatchLogs().send(command, { abortSignal })),
    );
    for (const { logStreamName = '' } of page?.logStreams ?? []) streams.push(logStreamName);
    nextToken = page?.nextToken;
  } while (nextToken !== undefined);
  return streams;
}

async function deleteGroup(logGroupName: string): Promise<void> {
  const { DeleteLogGroupCommand } = awsSdk.cloudWatchLogs();
  await callAws(`delete the log group ${logGroupName}`, () =>
    undefinedIfMissing(() => awsClients.cloudWatchLogs().send(new DeleteLogGroupCommand({ logGroupName }))),
  );
}

async function deleteStream(logGroupName: string, logStreamName: string): Promise<void> {
  const { DeleteLogStreamCommand } = awsSdk.cloudWatchLogs();
  const command = new DeleteLogStreamCommand({ logGroupName, logStreamName });
  await callAws(`delete the log stream ${logStreamName}`, () =>
    undefinedIfMissing(() => awsClients.cloudWatchLogs().send(command)),
  );
}
