import type { JobKind, JobStatus } from '../../sidebar-contract/index';

/** SageMaker's statuses of training, tuning and transform jobs (API reference, List operations). */
const OF_JOB: Readonly<Record<string, JobStatus>> = {
  InProgress: 'running',
  Stopping: 'stopping',
  Completed: 'completed',
  Stopped: 'stopped',
  Failed: 'failed',
};

/** SageMaker's statuses of endpoints (API reference, DescribeEndpoint). */
const OF_ENDPOINT: Readonly<Record<string, JobStatus>> = {
  Creating: 'running',
  Updating: 'running',
  SystemUpdating: 'running',
  RollingBack: 'running',
  InService: 'in-service',
  Deleting: 'stopping',
  Failed: 'failed',
  UpdateRollbackFailed: 'failed',
};

/** What a row's picture and its acts depend on; `other` for a status that is not known here. */
export function jobStatus(kind: JobKind, serviceStatus: string): JobStatus {
  const statuses = kind === 'endpoint' ? OF_ENDPOINT : OF_JOB;
  return Object.hasOwn(statuses, serviceStatus) ? statuses[serviceStatus] : 'other';
}

/** True for a job whose description does not change any more. An endpoint's may. */
export function isOver(kind: JobKind, status: JobStatus): boolean {
  return kind !== 'endpoint' && ['completed', 'stopped', 'failed'].includes(status);
}
