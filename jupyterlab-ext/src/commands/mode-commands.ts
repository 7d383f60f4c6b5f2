import type { SidebarCommand } from './sidebar-command';

/** How the sidebar is used: with an account or a recording of one, alone or before others. `src/modes` carries it out. */
export const MODE_COMMANDS: readonly SidebarCommand[] = [
  {
    id: 'tables-and-jobs:switch-class',
    label: (trans) => trans.__('Switch between this account and the recorded class'),
  },
  { id: 'tables-and-jobs:open-recording', label: (trans) => trans.__('Open a recording…') },
  { id: 'tables-and-jobs:record', label: (trans) => trans.__('Record what the sidebar does') },
  { id: 'tables-and-jobs:save-recording', label: (trans) => trans.__('Save the recording of the sidebar') },
  { id: 'tables-and-jobs:toggle-presenter', label: (trans) => trans.__('Switch presenter mode on or off') },
];
