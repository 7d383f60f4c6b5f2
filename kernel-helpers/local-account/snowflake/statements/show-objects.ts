import type { CatalogObject } from '../catalog/catalog-object';
import { printPhysical } from '../catalog/physical-name';
import { printName } from '../identifiers';
import { type ResultSet, resultOf } from '../results/result-set';
import { sessionParameters } from '../session/parameters';
import { requireReadable, requireSchema, resolveSchemaName, seen } from '../session/resolve-names';
import { missingObject } from '../snowflake-error';
import type { ShowObjects } from '../sql/statement';
import type { StatementContext } from './context';
import { matchesLike } from './match-like';
import { measureTable } from './measure-table';
import {
  columnRow,
  databaseRow,
  EMPTY_ROWS,
  parameterRow,
  type ShownRow,
  schemaRow,
  stageRow,
  tableRow,
  viewRow,
  warehouseRow,
} from './show-rows';

/** SHOW …: Snowflake's lower-case columns, in name order; needs no warehouse. */
export async function showObjects(context: StatementContext, show: ShowObjects): Promise<ResultSet> {
  const rows = await shownRows(context, show);
  const shape = rows[0]?.row ?? EMPTY_ROWS[show.what];
  const columns = shape.map(([column]) => column);
  const chosen = show.terse ? columns.filter(({ name }) => TERSE.has(name)) : columns;
  const names = new Set(chosen.map(({ name }) => name));
  const kept = rows
    .filter(({ name }) => show.like === null || matchesLike(name, show.like))
    .filter(({ name }) => show.startsWith === null || name.startsWith(show.startsWith))
    .filter(({ name }) => show.from === null || name > show.from)
    .slice(0, show.limit ?? MAX_ROWS);
  return resultOf(
    chosen,
    kept.map(({ row }) => row.filter(([column]) => names.has(column.name)).map(([, value]) => value)),
  );
}

/** SHOW answers at most 10,000 rows: https://docs.snowflake.com/en/sql-reference/sql/show */
const MAX_ROWS = 10_000;
const TERSE = new Set(['created_on', 'name', 'kind', 'database_name', 'schema_name']);

interface NamedRow {
  readonly name: string;
  readonly row: ShownRow;
}

async function shownRows(context: StatementContext, show: ShowObjects): Promise<readonly NamedRow[]> {
  const { account, session } = context;
  const visible = <Kind extends CatalogObject['kind']>(kind: Kind) => visibleObjects(context, kind);
  switch (show.what) {
    case 'warehouses':
      return inNameOrder(visible('warehouse')).map((warehouse) =>
        named(
          warehouse,
          warehouseRow(warehouse, {
            isCurrent: session.warehouse === warehouse.name,
            isSuspended: account.suspendedWarehouses.has(warehouse.name),
          }),
        ),
      );
    case 'databases':
      return inNameOrder(visible('database')).map((database) =>
        named(database, databaseRow(database, session.database === database.name)),
      );
    case 'schemas':
      return inNameOrder(inScope(context, show, visible('schema'))).map((schema) =>
        named(schema, schemaRow(schema, session.database === schema.database && session.schema === schema.name)),
      );
    case 'tables':
      return shownTables(context, show);
    case 'views':
      return inNameOrder(inScope(context, show, visible('view'))).map((view) => named(view, viewRow(view)));
    case 'columns':
      return shownColumns(context, show);
    case 'stages':
      return inNameOrder(inScope(context, show, [...session.temporary.all('stage'), ...visible('stage')])).map(
        (stage) => named(stage, stageRow(stage)),
      );
    case 'parameters':
      return sessionParameters(session.parameters).map(({ name, value }) => ({
        name,
        row: parameterRow(name, String(value)),
      }));
  }
}

/** The permanent objects of a kind that the role can see. */
function visibleObjects<Kind extends CatalogObject['kind']>({ account, session }: StatementContext, kind: Kind) {
  return account.catalog.objects.all(kind).filter((object) => seen(session, account.catalog, object) !== undefined);
}

function named(object: CatalogObject, row: ShownRow): NamedRow {
  return { name: object.name, row };
}

function inNameOrder<T extends CatalogObject>(objects: readonly T[]): readonly T[] {
  const key = (object: T) => [object.database, object.schema, object.name].join('\0');
  return [...objects].sort((a, b) => (key(a) < key(b) ? -1 : 1));
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
    return inNameOrder(here).filter(({ name }, index, all) => all.findIndex((other) => other.name === name) === index);
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

async function shownTables(context: StatementContext, show: ShowObjects): Promise<readonly NamedRow[]> {
  const { session } = context;
  const tables = [...session.temporary.all('table'), ...visibleObjects(context, 'table')];
  const rows: NamedRow[] = [];
  for (const table of inNameOrder(inScope(context, show, tables))) {
    const size = await measureTable(session, printPhysical(table.physical), table);
    rows.push(named(table, tableRow(table, size)));
  }
  return rows;
}

async function shownColumns(context: StatementContext, show: ShowObjects): Promise<readonly NamedRow[]> {
  const { account, session } = context;
  const { scope } = show;
  const tables =
    (scope.in === 'table' || scope.in === 'view') && scope.name !== null
      ? [requireReadable(session, account.catalog, scope.name, 'SHOW COLUMNS')]
      : inNameOrder(
          inScope(context, show, [
            ...session.temporary.all('table'),
            ...visibleObjects(context, 'table'),
            ...visibleObjects(context, 'view'),
          ]),
        );
  return tables.flatMap((table) =>
    table.columns.map((column) => ({ name: column.name, row: columnRow(table, column) })),
  );
}
