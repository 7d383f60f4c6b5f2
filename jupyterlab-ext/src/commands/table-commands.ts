import type { SidebarCommand } from './sidebar-command';

const OF_TABLE = {
  path: {
    type: 'array',
    items: { type: 'string' },
    description: 'Database, schema and table, unquoted. Without it, the command acts on the row that is selected.',
  },
} as const;

/** What can be done with tables. `src/tables` carries it out. */
export const TABLE_COMMANDS: readonly SidebarCommand[] = [
  { id: 'tables-and-jobs:insert-query', label: (trans) => trans.__('Insert query of table'), args: OF_TABLE },
  { id: 'tables-and-jobs:insert-row-type', label: (trans) => trans.__('Insert type of table’s rows'), args: OF_TABLE },
  { id: 'tables-and-jobs:insert-training', label: (trans) => trans.__('Insert training on table'), args: OF_TABLE },
  { id: 'tables-and-jobs:reveal-table', label: (trans) => trans.__('Show table in the tree'), args: OF_TABLE },
  { id: 'tables-and-jobs:copy-table-name', label: (trans) => trans.__('Copy name of table'), args: OF_TABLE },
  {
    id: 'tables-and-jobs:show-create-statement',
    label: (trans) => trans.__('Show CREATE statement of table'),
    args: OF_TABLE,
  },
  { id: 'tables-and-jobs:toggle-favourite', label: (trans) => trans.__('Add table to favourites, or remove it') },
  { id: 'tables-and-jobs:refresh-node', label: (trans) => trans.__('Refresh what is below the selected row') },
  { id: 'tables-and-jobs:refresh-tables', label: (trans) => trans.__('Refresh tables') },
  { id: 'tables-and-jobs:filter-tables', label: (trans) => trans.__('Filter tables') },
];
