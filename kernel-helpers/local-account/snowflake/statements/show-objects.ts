import type { CatalogObject, TableObject, ViewObject } from '../catalog/catalog-object';
import { printName } from '../identifiers';
import { type ResultSet, resultOf } from '../results/result-set';
import { textColumn, timeColumn } from '../results/row-type';
import { ownersIn, securedBy, sightOf } from '../rights/rights';
import { sessionParameters } from '../session/parameters';
import { requireReadable, requireSchema, resolveSchemaName, seen } from '../session/resolve-names';
import { userDefaults } from '../session/user-defaults';
import { missingObject } from '../snowflake-error';
import type { ShowObjects } from '../sql/statement';
import type { StatementContext } from './context';
import { likeMatcher } from './match-like';
import { measureTables, type TableSize } from './measure-tables';
import { roleRows } from './show-roles';
import {
  columnRow,
  databaseRow,
  EMPTY_ROWS,
  objectRow,
  parameterRow,
  type ShownRow,
  schemaRow,
  stageRow,
  tableRow,
  viewRow,
  warehouseRow,
} from './show-rows';

/**
 * SHOW …: Snowflake's lower-case columns, in the order of database, schema and name; needs no warehouse. STARTS WITH and
 * FROM must both be met by one name, or nothing is told: https://docs.snowflake.com/en/sql-reference/sql/show-tables
 */
export async function showObjects(context: StatementContext, show: ShowObjects): Promise<ResultSet> {
  const isLike = likeMatcher(show.like);
  const kept = found(context, show)
    .filter(({ name }) => isLike(name))
    .filter(({ name }) => show.startsWith === null || name.startsWith(show.startsWith))
    .filter(({ name }) => show.from === null || (name > show.from && show.from.startsWith(show.startsWith ?? '')))
    .slice(0, Math.min(show.limit ?? MAX_ROWS, MAX_ROWS));
  const columns = EMPTY_ROWS[show.what].map(([column]) => column);
  const chosen = show.terse ? TERSE : columns;
  const rows = await rowsOf(context, show, kept);
  return resultOf(
    chosen,
    rows.map((row) => {
      const values = new Map(row.map(([column, value]) => [column.name, value]));
      return chosen.map(({ name }) => values.get(name) ?? null);
    }),
  );
}

/** SHOW answers at most 10,000 rows: https://docs.snowflake.com/en/sql-reference/sql/show */
const MAX_ROWS = 10_000;

/**
 * The columns of every TERSE answer, NULL where an object has no such thing, as a schema has no kind:
 * https://docs.snowflake.com/en/sql-reference/sql/show-schemas
 */
const TERSE = [
  timeColumn('created_on'),
  textColumn('name'),
  { ...textColumn('kind'), nullable: true },
  { ...textColumn('database_name'), nullable: true },
  { ...textColumn('schema_name'), nullable: true },
];

/** What SHOW has found, before its row is made. */
interface Found {
  readonly name: string;
  /** A table whose rows and bytes the row tells. */
  readonly table?: TableObject;
  readonly row: (size: TableSize) => ShownRow;
}

const NO_SIZE: TableSize = { rows: 0, bytes: 0 };

/** Measures only the tables that are told; a table that was dropped meanwhile is not told. */
async function rowsOf(
  context: StatementContext,
  { terse }: ShowObjects,
  kept: readonly Found[],
): Promise<readonly ShownRow[]> {
  if (terse) return kept.map(({ row }) => row(NO_SIZE));
  const sizes = await measureTables(
    context,
    kept.flatMap(({ table }) => table ?? []),
  );
  return kept.flatMap(({ table, row }) => {
    const size = table === undefined ? NO_SIZE : sizes.get(table);
    return size === undefined ? [] : [row(size)];
  });
}

function found(context: StatementContext, show: ShowObjects): readonly Found[] {
  const { account, session } = context;
  const ownerOf = ownersIn(account.catalog);
  const sees = sightOf(account.catalog, session);
  const visible = <Kind extends CatalogObject['kind']>(kind: Kind) =>
    account.catalog.objects.all(kind).filter((object) => {
      const secured = securedBy(object);
      return secured === undefined || sees(secured);
    });
  const defaultWarehouse = userDefaults(account.catalog, session.user).DEFAULT_WAREHOUSE;
  const tables = () => [...session.temporary.all('table'), ...visible('table')];
  const ownerOfTable = (table: TableObject) => (table.tableKind === 'TEMPORARY' ? session.role : ownerOf(table));
  switch (show.what) {
    case 'warehouses':
      return inNameOrder(visible('warehouse')).map((warehouse) =>
        listed(
          warehouse,
          warehouseRow(warehouse, {
            isCurrent: session.warehouse === warehouse.name,
            isSuspended: account.suspendedWarehouses.has(warehouse.name),
            isDefault: defaultWarehouse === warehouse.name,
            owner: ownerOf(warehouse),
          }),
        ),
      );
    case 'roles':
      return roleRows(context).map(({ name, row }) => ({ name, row: () => row }));
    case 'databases':
      return inNameOrder(visible('database')).map((database) =>
        listed(database, databaseRow(database, session.database === database.name, ownerOf(database))),
      );
    case 'schemas':
      return inNameOrder(inScope(context, show, visible('schema'))).map((schema) => {
        const isCurrent = session.database === schema.database && session.schema === schema.name;
        return listed(schema, schemaRow(schema, isCurrent, ownerOf(schema)));
      });
    case 'tables':
      return inNameOrder(inScope(context, show, tables())).map((table) => ({
        name: table.name,
        table,
        row: (size) => tableRow(table, size, ownerOfTable(table)),
      }));
    case 'objects':
      return inNameOrder(inScope<TableObject | ViewObject>(context, show, [...tables(), ...visible('view')])).map(
        (object) =>
          object.kind === 'view'
            ? listed(object, objectRow(object, null, ownerOf(object)))
            : { name: object.name, table: object, row: (size) => objectRow(object, size, ownerOfTable(object)) },
      );
    case 'views':
      return inNameOrder(inScope(context, show, visible('view'))).map((view) =>
        listed(view, viewRow(view, ownerOf(view))),
      );
    case 'columns':
      return columnsFound(context, show, [...tables(), ...visible('view')]);
    case 'stages':
      return inNameOrder(inScope(context, show, [...session.temporary.all('stage'), ...visible('stage')])).map(
        (stage) => listed(stage, stageRow(stage, stage.temporary ? session.role : ownerOf(stage))),
      );
    case 'parameters':
      return sessionParameters(session.parameters).map(({ name, value }) => ({
        name,
        row: () => parameterRow(name, String(value)),
      }));
  }
}

function listed({ name }: CatalogObject, row: ShownRow): Found {
  return { name, row: () => row };
}

function inNameOrder<T extends CatalogObject>(objects: readonly T[]): readonly T[] {
  return objects
    .map((object) => ({ object, key: [object.database, object.schema, object.name].join('\0') }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ object }) => object);
}

/**
 * Keeps what lies where SHOW looks; a named place that is not there is an error. Without IN that is the whole database
 * even where the session has a schema, and a name that comes twice is told once; without a database, IN DATABASE and
 * IN SCHEMA say nothing: https://docs.snowflake.com/en/sql-reference/sql/show-objects
 */
function inScope<T extends CatalogObject>(
  context: StatementContext,
  show: ShowObjects,
  objects: readonly T[],
): readonly T[] {
  const { session, account } = context;
  const { scope } = show;
  const isNamed = 'name' in scope && scope.name !== null;
  if (scope.in === 'account' || (session.database === null && !isNamed)) return objects;
  if (scope.in === 'default') {
    const here = objects.filter((object) => object.database === session.database);
    const first = new Map<string, T>();
    for (const object of inNameOrder(here)) if (!first.has(object.name)) first.set(object.name, object);
    return [...first.values()];
  }
  if (scope.in === 'database') {
    const name = scope.name?.at(-1) ?? session.database ?? '';
    if (seen(session, account.catalog, account.catalog.objects.find('database', { name })) === undefined)
      throw missingObject('Database', printName(name));
    return objects.filter((object) => object.database === name);
  }
  const place = resolveSchemaName(session, scope.in === 'schema' ? (scope.name ?? []) : [], 'SHOW');
  requireSchema(session, account.catalog, place);
  return objects.filter((object) => object.database === place.database && object.schema === place.schema);
}

function columnsFound(
  context: StatementContext,
  show: ShowObjects,
  visible: readonly (TableObject | ViewObject)[],
): readonly Found[] {
  const { account, session } = context;
  const { scope } = show;
  const tables =
    (scope.in === 'table' || scope.in === 'view') && scope.name !== null
      ? [requireReadable(session, account.catalog, scope.name, 'SHOW COLUMNS')]
      : inNameOrder(inScope(context, show, visible));
  return tables.flatMap((table) =>
    table.columns.map((column) => ({ name: column.name, row: () => columnRow(table, column) })),
  );
}
