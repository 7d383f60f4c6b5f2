import { type ListedEndpoint, listEndpoints } from '../../sagemaker/list/list-endpoints';
import { type ListedJob, listTrainingJobs, listTransformJobs, listTuningJobs } from '../../sagemaker/list/list-jobs';
import type { ListOptions } from '../../sagemaker/list/read-page';
import type { JobKind, JobSummary, ResultOf } from '../../sidebar-contract/index';
import { jobStatus } from './job-status';

const LISTS = {
  training: listTrainingJobs,
  tuning: listTuningJobs,
  transform: listTransformJobs,
  endpoint: listEndpoints,
} as const;

/** One page of the jobs or endpoints of the account and region, newest first. */
export async function listJobs(kind: JobKind, options: ListOptions): Promise<ResultOf<'jobs'>> {
  const page = await LISTS[kind](options);
  return { items: page.items.map((listed) => summaryOf(kind, listed)), ...(page.next && { next: page.next }) };
}

function summaryOf(kind: JobKind, listed: ListedJob | ListedEndpoint): JobSummary {
  const ended = 'ended' in listed ? listed.ended : undefined;
  return {
    kind,
    name: listed.name,
    status: jobStatus(kind, listed.status),
    serviceStatus: listed.status,
    createdAt: listed.created.toISOString(),
    ...(ended !== undefined && { endedAt: ended.toISOString() }),
  };
}
