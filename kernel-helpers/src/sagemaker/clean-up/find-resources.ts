import { callAws } from '../../aws/call-aws';
import type { Page } from '../../page';
import { NAME_PREFIX, PROJECT_TAG } from '../../story-names';
import { type ListedResource, listEndpointConfigs, listEndpoints, listModels } from '../list/list-endpoints';
import { listTrainingJobs } from '../list/list-jobs';
import { everyItem, type ListOptions } from '../list/read-page';
import { isSameMaker, makerIn } from '../maker/maker';
import { undefinedIfMissing } from '../missing-resource';
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

type Listed = Pick<ListedResource, 'name' | 'arn' | 'created'>;

/** What costs money by the hour comes first. A job that is being stopped costs money until its hosts have saved their model. */
const LISTS: readonly (readonly [ResourceKind, (page: ListOptions) => Promise<Page<Listed>>])[] = [
  ['endpoint', listEndpoints],
  ['endpoint configuration', listEndpointConfigs],
  ['model', listModels],
  ['training job', (page) => listTrainingJobs({ ...page, status: 'InProgress' })],
  ['training job', (page) => listTrainingJobs({ ...page, status: 'Stopping' })],
];

/** Endpoints, endpoint configurations, models and running jobs that this project made, found by name and tag. */
export async function findResources(maker: string, signal?: AbortSignal): Promise<Findings> {
  const resources: Resource[] = [];
  const problems: unknown[] = [];
  for (const [kind, list] of LISTS) {
    try {
      const items = everyItem((after) => list({ after, nameContains: NAME_PREFIX, signal }));
      for await (const item of items) {
        if (!item.name.startsWith(NAME_PREFIX)) continue;
        const resource = await identify(kind, item, maker).catch((error: unknown) => {
          problems.push(error);
          return { kind, name: item.name, madeAt: item.created, owner: 'unknown' as const };
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

/** Undefined for a resource that this project did not make: the name alone could be a coincidence. */
async function identify(
  kind: ResourceKind,
  { name, arn, created }: Listed,
  maker: string,
): Promise<Resource | undefined> {
  const tags = await callAws(`read the tags of ${kind}s`, () => undefinedIfMissing(() => readTags(arn)));
  if (!tags?.some(({ Key, Value }) => Key === PROJECT_TAG.Key && Value === PROJECT_TAG.Value)) return undefined;
  const itsMaker = makerIn(tags);
  const isYours = itsMaker !== undefined && isSameMaker(itsMaker, maker);
  return { kind, name, madeAt: created, maker: itsMaker, owner: isYours ? 'yours' : 'others' };
}
