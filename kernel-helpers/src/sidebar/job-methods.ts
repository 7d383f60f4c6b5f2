import { cloneCode } from './jobs/clone-code';
import { describeIfThere, jobDetail } from './jobs/describe-job';
import { deleteEndpoint, stopJob } from './jobs/end-job';
import { followInBatches } from './jobs/follow-in-batches';
import { JobFactsMemory } from './jobs/job-facts';
import { listJobs } from './jobs/list-jobs';
import type { Methods } from './method';

type JobMethod = 'jobs' | 'jobFacts' | 'job' | 'followJob' | 'stopJob' | 'deleteEndpoint' | 'cloneCode';

const memory = new JobFactsMemory(describeIfThere);

/** Training, tuning and transform jobs, and endpoints. */
export const jobMethods: Methods<JobMethod> = {
  jobs: ({ kind, ...options }, { signal }) => listJobs(kind, { ...options, signal }),
  jobFacts: ({ jobs }, { signal }) => memory.of(jobs, signal),
  job: ({ kind, name }, { signal }) => jobDetail(kind, name, signal),
  followJob: async ({ name }, { signal, emit }) => {
    await followInBatches(name, signal, emit);
    return {};
  },
  stopJob: async ({ kind, name }, { signal }) => {
    await stopJob(kind, name, signal);
    return {};
  },
  deleteEndpoint: async ({ name }, { signal }) => {
    await deleteEndpoint(name, signal);
    return {};
  },
  cloneCode: ({ name }, { signal }) => cloneCode(name, signal),
};
