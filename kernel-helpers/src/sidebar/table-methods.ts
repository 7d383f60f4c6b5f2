import { writeName } from '../snowflake/statement/identifiers';
import type { Methods } from './method';
import { profileColumn } from './profile/profile-column';
import { listTableColumns, readCreateStatement } from './tables/describe-table';
import { listDatabases, listSchemas } from './tables/list-containers';
import { listTablesAndViews, searchTablesAndViews } from './tables/list-tables';
import { describeWarehouseUse, previewTable } from './tables/preview';

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

/** The tree of tables, and a look into one of them. Only `preview` and `profile` need a running warehouse. */
export const tableMethods: Methods<TableMethod> = {
  databases: (page, { snowflake, signal }) => snowflake.use(signal, (session) => listDatabases(session, page, signal)),
  schemas: ({ path: [database], ...page }, { snowflake, signal }) =>
    snowflake.use(signal, (session) => listSchemas(session, database, page, signal)),
  tables: ({ path, ...page }, { snowflake, signal }) =>
    snowflake.use(signal, (session) => listTablesAndViews(session, path, page, signal)),
  columns: ({ path }, { snowflake, signal }) =>
    snowflake.use(signal, (session) => listTableColumns(session, path, signal)),
  searchTables: (search, { snowflake, signal }) =>
    snowflake.use(signal, (session) => searchTablesAndViews(session, search, signal)),
  createStatement: async ({ path }, { snowflake, signal }) => ({
    sql: await snowflake.use(signal, (session) => readCreateStatement(session, path, signal)),
  }),
  qualifiedName: async ({ path }) => ({ sql: path.map(writeName).join('.') }),
  warehouseUse: (_, { snowflake, signal }) => snowflake.use(signal, (session) => describeWarehouseUse(session, signal)),
  preview: (request, { snowflake, signal }) =>
    snowflake.use(signal, (session) => previewTable(session, request, signal)),
  profile: (request, { snowflake, signal }) =>
    snowflake.use(signal, (session) => profileColumn(session, request, signal)),
};
