import { callAws } from '../../aws/call-aws';
import { awsClients } from '../../aws/clients';
import { awsSdk } from '../../aws/load-sdk';
import { NAME_PREFIX, PROJECT_TAG } from '../names';

export type ResourceKind = 'training job' | 'endpoint' | 'endpoint configuration' | 'model';

/** A resource of this project. Stopped jobs and files in S3 are not listed: they cost nothing by the hour. */
export interface Resource {
  readonly kind: ResourceKind;
  readonly name: string;
}

interface Listed {
  readonly name?: string;
  readonly arn?: string;
}

interface Page {
  readonly items: readonly Listed[];
  readonly nextToken?: string;
}

/** Running jobs, endpoints, endpoint configurations and models that this project made, found by name and tag. */
export async function listResources(signal?: AbortSignal): Promise<Resource[]> {
  const lists: readonly [ResourceKind, (nextToken?: string) => Promise<Page>][] = [
    ['training job', (nextToken) => listJobs('InProgress', nextToken)],
    ['training job', (nextToken) => listJobs('Stopping', nextToken)],
    ['endpoint', listEndpoints],
    ['endpoint configuration', listEndpointConfigs],
    ['model', listModels],
  ];
  const resources: Resource[] = [];
  for (const [kind, list] of lists) {
    const names = await callAws(`list what is left of this project (${kind}s)`, () => namesOf(list, signal));
    for (const name of names) resources.push({ kind, name });
  }
  return resources;
}

async function namesOf(list: (nextToken?: string) => Promise<Page>, signal?: AbortSignal): Promise<string[]> {
  const names: string[] = [];
  let nextToken: string | undefined;
  do {
    signal?.throwIfAborted();
    const page = await list(nextToken);
    for (const { name, arn } of page.items) {
      if (name?.startsWith(NAME_PREFIX) && arn !== undefined && (await carriesProjectTag(arn))) names.push(name);
    }
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return names;
}

/** The name alone could be a coincidence, and resources of other people must not be touched. */
async function carriesProjectTag(arn: string): Promise<boolean> {
  const { ListTagsCommand } = awsSdk.sageMaker();
  const { Tags = [] } = await awsClients.sageMaker().send(new ListTagsCommand({ ResourceArn: arn }));
  return Tags.some(({ Key, Value }) => Key === PROJECT_TAG.Key && Value === PROJECT_TAG.Value);
}

const FILTER = { NameContains: NAME_PREFIX, MaxResults: 100 } as const;

/** A job that is being stopped costs money until its hosts have saved their model. */
async function listJobs(StatusEquals: 'InProgress' | 'Stopping', NextToken?: string): Promise<Page> {
  const { ListTrainingJobsCommand } = awsSdk.sageMaker();
  const command = new ListTrainingJobsCommand({ ...FILTER, StatusEquals, NextToken });
  const page = await awsClients.sageMaker().send(command);
  const items = page.TrainingJobSummaries ?? [];
  return {
    items: items.map((job) => ({ name: job.TrainingJobName, arn: job.TrainingJobArn })),
    nextToken: page.NextToken,
  };
}

async function listEndpoints(NextToken?: string): Promise<Page> {
  const { ListEndpointsCommand } = awsSdk.sageMaker();
  const page = await awsClients.sageMaker().send(new ListEndpointsCommand({ ...FILTER, NextToken }));
  const items = page.Endpoints ?? [];
  return { items: items.map((one) => ({ name: one.EndpointName, arn: one.EndpointArn })), nextToken: page.NextToken };
}

async function listEndpointConfigs(NextToken?: string): Promise<Page> {
  const { ListEndpointConfigsCommand } = awsSdk.sageMaker();
  const page = await awsClients.sageMaker().send(new ListEndpointConfigsCommand({ ...FILTER, NextToken }));
  const items = page.EndpointConfigs ?? [];
  return {
    items: items.map((one) => ({ name: one.EndpointConfigName, arn: one.EndpointConfigArn })),
    nextToken: page.NextToken,
  };
}

async function listModels(NextToken?: string): Promise<Page> {
  const { ListModelsCommand } = awsSdk.sageMaker();
  const page = await awsClients.sageMaker().send(new ListModelsCommand({ ...FILTER, NextToken }));
  const items = page.Models ?? [];
  return { items: items.map((one) => ({ name: one.ModelName, arn: one.ModelArn })), nextToken: page.NextToken };
}
