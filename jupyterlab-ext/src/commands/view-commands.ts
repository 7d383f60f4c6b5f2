import type { SidebarCommand } from './sidebar-command';

const path = {
  type: 'array',
  items: { type: 'string' },
  description: 'Database, schema and table, unquoted. Without it, the command acts on the row that is selected.',
} as const;

/** What opens in a tab of its own (`src/main-area` carries it out), and the way to the variables. */
export const VIEW_COMMANDS: readonly SidebarCommand[] = [
  { id: 'tables-and-jobs:show-variables', label: (trans) => trans.__('Go to variables') },
  { id: 'tables-and-jobs:run-doctor', label: (trans) => trans.__('Run the doctor') },
  { id: 'tables-and-jobs:preview', label: (trans) => trans.__('Preview table'), args: { path } },
  {
    id: 'tables-and-jobs:profile',
    label: (trans) => trans.__('Profile column'),
    args: { path, column: { type: 'string' } },
  },
];
