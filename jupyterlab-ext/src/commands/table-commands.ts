import type { SidebarCommand } from './sidebar-command';

/** What can be done with tables. `src/tables` carries it out. */
export const TABLE_COMMANDS: readonly SidebarCommand[] = [];
