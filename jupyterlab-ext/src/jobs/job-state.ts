import type { JobKind, JobStatus } from 'kernel-helpers/sidebar-contract/index';

/** The kinds in the order in which people see them. */
export const JOB_KINDS: readonly JobKind[] = ['training', 'tuning', 'transform', 'endpoint'];

const ENDED: ReadonlySet<JobStatus> = new Set<JobStatus>(['completed', 'stopped', 'failed']);

/** True if nothing more will happen to it by itself. */
export function hasEnded(status: JobStatus): boolean {
  return ENDED.has(status);
}

/** True while the job works towards its end. An endpoint in service waits, it does not run. */
export function isRunning(status: JobStatus): boolean {
  return status === 'running' || status === 'stopping';
}
