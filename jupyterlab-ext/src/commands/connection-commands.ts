import type { SidebarCommand } from './sidebar-command';

/** What can be done with the hidden session. `src/connection` carries it out. */
export const CONNECTION_COMMANDS: readonly SidebarCommand[] = [
  { id: 'tables-and-jobs:restart', label: (trans) => trans.__('Restart the hidden session') },
];
