import type { Methods } from './method';

type JobMethod = 'jobs' | 'jobFacts' | 'job' | 'followJob' | 'stopJob' | 'deleteEndpoint' | 'cloneCode';

/** Training, tuning and transform jobs, and endpoints. */
export const jobMethods: Partial<Methods<JobMethod>> = {};
