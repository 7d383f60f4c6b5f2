import type { Methods } from './method';

type TableMethod =
  | 'databases'
  | 'schemas'
  | 'tables'
  | 'columns'
  | 'searchTables'
  | 'createStatement'
  | 'qualifiedName'
  | 'warehouseUse'
  | 'preview'
  | 'profile';

/** The tree of tables, and a look into one of them. */
export const tableMethods: Partial<Methods<TableMethod>> = {};
