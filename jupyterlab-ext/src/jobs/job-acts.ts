import type { JobKind, JobStatus } from 'kernel-helpers/sidebar-contract/index';
import { isRunning } from './job-state';

/** What can be done with a job. Selectors of the context menu look for these words. */
export type JobAct = 'open' | 'log' | 'stop' | 'clone' | 'delete' | 'compare';

/** What can be done with a job of that kind in that state. */
export function actsOf(kind: JobKind, status: JobStatus): readonly JobAct[] {
  const isTraining = kind === 'training';
  return [
    'open',
    ...(isTraining ? (['log', 'clone', 'compare'] as const) : []),
    ...(kind !== 'endpoint' && status === 'running' ? (['stop'] as const) : []),
    ...(kind === 'endpoint' && !isRunning(status) ? (['delete'] as const) : []),
  ];
}
