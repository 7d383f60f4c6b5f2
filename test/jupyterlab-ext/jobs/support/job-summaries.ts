import type { JobStatus, JobSummary } from 'kernel-helpers/sidebar-contract/index';

const SERVICE_STATUS: Readonly<Record<JobStatus, string>> = {
  running: 'InProgress',
  stopping: 'Stopping',
  completed: 'Completed',
  stopped: 'Stopped',
  failed: 'Failed',
  'in-service': 'InService',
  other: 'Deleting',
};

/** The summary of a training job made in that minute of one hour. */
export function jobMadeAt(minute: number, status: JobStatus = 'completed', more: Partial<JobSummary> = {}): JobSummary {
  return {
    kind: 'training',
    name: `houses-${minute}`,
    status,
    serviceStatus: SERVICE_STATUS[status],
    createdAt: new Date(Date.UTC(2026, 10, 27, 10, minute)).toISOString(),
    ...more,
  };
}

export function namesOf(jobs: readonly { readonly name: string }[]): string[] {
  return jobs.map(({ name }) => name);
}
