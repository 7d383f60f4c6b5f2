import type { SidebarCommand } from './sidebar-command';

const OF_JOB = {
  kind: { type: 'string', enum: ['training', 'tuning', 'transform', 'endpoint'], description: 'The kind of the job.' },
  name: { type: 'string', description: 'Its name. Without it, the command acts on the job last selected.' },
} as const;

/** What can be done with jobs and endpoints. `src/jobs` carries it out. */
export const JOB_COMMANDS: readonly SidebarCommand[] = [
  { id: 'tables-and-jobs:show-jobs', label: (trans) => trans.__('Go to jobs') },
  { id: 'tables-and-jobs:open-job', label: (trans) => trans.__('Open job'), args: OF_JOB },
  { id: 'tables-and-jobs:open-log', label: (trans) => trans.__('Open log of job'), args: OF_JOB },
  { id: 'tables-and-jobs:stop-job', label: (trans) => trans.__('Stop job…'), args: OF_JOB },
  {
    id: 'tables-and-jobs:stop-all-jobs',
    label: (trans) => trans.__('Stop all running jobs…'),
    args: { isConfirmed: { type: 'boolean', description: 'True if the reader has been asked already.' } },
  },
  {
    id: 'tables-and-jobs:clone-job',
    label: (trans) => trans.__('Insert cell that plans this job again'),
    args: OF_JOB,
  },
  { id: 'tables-and-jobs:delete-endpoint', label: (trans) => trans.__('Delete endpoint…'), args: OF_JOB },
  { id: 'tables-and-jobs:open-in-console', label: (trans) => trans.__('Open job in AWS console'), args: OF_JOB },
  { id: 'tables-and-jobs:copy-job-name', label: (trans) => trans.__('Copy name of job'), args: OF_JOB },
  { id: 'tables-and-jobs:compare-jobs', label: (trans) => trans.__('Compare marked jobs') },
  { id: 'tables-and-jobs:refresh-jobs', label: (trans) => trans.__('Refresh jobs') },
];
