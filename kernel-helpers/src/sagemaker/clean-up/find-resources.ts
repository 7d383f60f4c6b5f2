import { callAws } from '../../aws/call-aws';
import { awsClients } from '../../aws/clients';
import { awsSdk } from '../../aws/load-sdk';
import { isSameMaker, makerIn } from '../maker/maker';
import { undefinedIfMissing } from '../missing-resource';
import { NAME_PREFIX, PROJECT_TAG } from '../names';
import { readTags } from '../read-tags';

export type ResourceKind = 'training job' | 'endpoint' | 'endpoint configuration' | 'model';

/** A resource of this project. Jobs that have ended and files in S3 are not listed: they cost nothing by the hour. */
export interface Resource {
  readonly kind: ResourceKind;
  readonly name: string;
  /** `yours` if its tag names you as its maker; `unknown` if its tags cannot be read. */
  readonly owner: 'yours' | 'others' | 'unknown';
  /** Such as `user/alice` or `assumed-role/Analysts/alice`; undefined where no tag says so. */
  readonly maker?: string;
  readonly madeAt?: Date;
}

/** What was found, and what could not be looked at. */
export interface Findings {
  readonly resources: readonly Resource[];
  readonly problems: readonly unknown[];
}

interface Listed {
  readonly name?: string;
  readonly arn?: string;
  readonly madeAt?: Date;
}

interface Page {
  readonly items: readonly Listed[];
  readonly nextToken?: string;
}

type List = (nextToken?: string) => Promise<Page>;

/** What costs money by the hour comes first. */
const LISTS: readonly (readonly [ResourceKind, List])[] = [
  ['endpoint', listEndpoints],
  ['endpoint configuration', listEndpointConfigs],
  ['model', listModels],
  ['training job', (nextToken) => listJobs('InProgress', nextToken)],
  ['training job', (nextToken) => listJobs('Stopping', nextToken)],
];

/** Endpoints, endpoint configurations, models and running jobs that this project made, found by name and tag. */
export async function findResources(maker: string, signal?: AbortSignal): Promise<Findings> {
  const resources: Resource[] = [];
  const problems: unknown[] = [];
  for (const [kind, list] of LISTS) {
    try {
      const listed = await callAws(`list what is left of this project (${kind}s)`, () => readPages(list, signal));
      for (const item of listed) {
        const resource = await identify(kind, item, maker).catch((error: unknown) => {
          problems.push(error);
          return { kind, name: item.name, madeAt: item.madeAt, owner: 'unknown' as const };
        });
        if (resource !== undefined) resources.push(resource);
      }
    } catch (error) {
      signal?.throwIfAborted();
      problems.push(error);
    }
  }
  return { resources, problems };
}

type Named = Listed & { readonly name: string; readonly arn: string };

async function readPages(list: List, signal?: AbortSignal): Promise<Named[]> {
  const named: Named[] = [];
  let nextToken: string | undefined;
  do {
    signal?.throwIfAborted();
    const page = await list(nextToken);
    for (const { name, arn, madeAt } of page.items) {
      if (name?.startsWith(NAME_PREFIX) && arn !== undefined) named.push({ name, arn, madeAt });
    }
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return named;
}

/** Undefined for a resource that this project did not make: the name alone could be a coincidence. */
async function identify(
  kind: ResourceKind,
  { name, arn, madeAt }: Named,
  maker: string,
): Promise<Resource | undefined> {
  const tags = await callAws(`read the tags of ${kind}s`, () => undefinedIfMissing(() => readTags(arn)));
  if (!tags?.some(({ Key, Value }) => Key === PROJECT_TAG.Key && Value === PROJECT_TAG.Value)) return undefined;
  const itsMaker = makerIn(tags);
  const isYours = itsMaker !== undefined && isSameMaker(itsMaker, maker);
  return { kind, name, madeAt, maker: itsMaker, owner: isYours ? 'yours' : 'others' };
}

const FILTER = { NameContains: NAME_PREFIX, MaxResults: 100 } as const;

/** A job that is being stopped costs money until its hosts have saved their model. */
async function listJobs(StatusEquals: 'InProgress' | 'Stopping', NextToken?: string): Promise<Page> {
  const { ListTrainingJobsCommand } = awsSdk.sageMaker();
  const command = new ListTrainingJobsCommand({ ...FILTER, StatusEquals, NextToken });
  const page = await awsClients.sageMaker().send(command);
  const items = page.TrainingJobSummaries ?? [];
  return {
    items: items.map((job) => ({ name: job.TrainingJobName, arn: job.TrainingJobArn, madeAt: job.CreationTime })),
    nextToken: page.NextToken,
  };
}

async function listEndpoints(NextToken?: string): Promise<Page> {
  const { ListEndpointsCommand } = awsSdk.sageMaker();
  const page = await awsClients.sageMaker().send(new ListEndpointsCommand({ ...FILTER, NextToken }));
  const items = page.Endpoints ?? [];
  return {
    items: items.map((one) => ({ name: one.EndpointName, arn: one.EndpointArn, madeAt: one.CreationTime })),
    nextToken: page.NextToken,
  };
}

async function listEndpointConfigs(NextToken?: string): Promise<Page> {
  const { ListEndpointConfigsCommand } = awsSdk.sageMaker();
  const page = await awsClients.sageMaker().send(new ListEndpointConfigsCommand({ ...FILTER, NextToken }));
  const items = page.EndpointConfigs ?? [];
  return {
    items: items.map((one) => ({
      name: one.EndpointConfigName,
      arn: one.EndpointConfigArn,
      madeAt: one.CreationTime,
    })),
    nextToken: page.NextToken,
  };
}

async function listModels(NextToken?: string): Promise<Page> {
  const { ListModelsCommand } = awsSdk.sageMaker();
  const page = await awsClients.sageMaker().send(new ListModelsCommand({ ...FILTER, NextToken }));
  const items = page.Models ?? [];
  return {
    items: items.map((one) => ({ name: one.ModelName, arn: one.ModelArn, madeAt: one.CreationTime })),
    nextToken: page.NextToken,
  };
}
