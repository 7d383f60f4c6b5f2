import type { DatabaseObject, SchemaObject, TableObject, ViewObject } from '../catalog/catalog-object';
import { printName, printPath } from '../identifiers';
import { ownersIn, securedBy, sightOf } from '../rights/rights';
import { type Place, seen } from '../session/resolve-names';
import { missingObject, noCurrent, unsupported } from '../snowflake-error';
import type { ComputedTable } from '../sql/query-scope';
import type { NamePath } from '../sql/statement';
import type { StatementContext } from './context';
import { computedTable } from './fill-computed-table';
import { COLUMNS, DATABASES, SCHEMATA, TABLES, VIEWS } from './information-schema-columns';
import { measureTables } from './measure-tables';

export const INFORMATION_SCHEMA = 'INFORMATION_SCHEMA';

/** True for `INFORMATION_SCHEMA.TABLES` and the like. */
export function isInInformationSchema(path: NamePath): boolean {
  return path.at(-2) === INFORMATION_SCHEMA;
}

/**
 * A view of a database's INFORMATION_SCHEMA, with what the role can see:
 * https://docs.snowflake.com/en/sql-reference/info-schema. Deviation: it does not list itself.
 */
export function informationSchemaView(context: StatementContext, place: Place, path: NamePath): ComputedTable {
  const { account, session } = context;
  const { catalog } = account;
  const database = path.at(-3) ?? place.database;
  const name = path.at(-1) ?? '';
  if (database === null) throw noCurrent('database', 'SELECT');
  if (seen(place, catalog, catalog.objects.find('database', { name: database })) === undefined)
    throw missingObject('Database', printName(database));
  const sees = sightOf(catalog, place);
  const isVisible = (object: DatabaseObject | SchemaObject | TableObject | ViewObject) => {
    const secured = securedBy(object);
    return secured !== undefined && sees(secured);
  };
  const ownerOf = ownersIn(catalog);
  const owned = <T extends DatabaseObject | SchemaObject | ViewObject>(object: T) => ({
    object,
    owner: ownerOf(object),
  });
  const isHere = (object: SchemaObject | TableObject | ViewObject) => object.database === database && isVisible(object);
  const views = () => catalog.objects.all('view').filter(isHere);
  const tables = () => [
    ...session.temporary.all('table').filter((table) => table.database === database),
    ...catalog.objects.all('table').filter(isHere),
  ];
  const table = `${INFORMATION_SCHEMA} of ${database}: ${name}`;
  switch (name) {
    case 'DATABASES':
      return computedTable(context, table, DATABASES, () =>
        catalog.objects.all('database').filter(isVisible).map(owned),
      );
    case 'SCHEMATA':
      return computedTable(context, table, SCHEMATA, () => catalog.objects.all('schema').filter(isHere).map(owned));
    case 'TABLES':
      return computedTable(context, table, TABLES, async () => {
        const sizes = await measureTables(context, tables());
        const measured = [...sizes].map(([object, size]) => ({
          object,
          size,
          owner: object.tableKind === 'TEMPORARY' ? session.role : ownerOf(object),
        }));
        return [...measured, ...views().map((object) => ({ object, size: null, owner: ownerOf(object) }))];
      });
    case 'VIEWS':
      return computedTable(context, table, VIEWS, () => views().map(owned));
    case 'COLUMNS':
      return computedTable(context, table, COLUMNS, () =>
        [...tables(), ...views()].flatMap((object) =>
          object.columns.map((column, index) => ({ object, column, position: index + 1 })),
        ),
      );
    default:
      throw KNOWN.has(name)
        ? unsupported(`${INFORMATION_SCHEMA}.${name}`)
        : missingObject('Object', printPath(...path));
  }
}

/** Views of the service that this account has not: https://docs.snowflake.com/en/sql-reference/info-schema */
const KNOWN = new Set(
  (
    'APPLICABLE_ROLES ENABLED_ROLES EXTERNAL_TABLES FILE_FORMATS FUNCTIONS INFORMATION_SCHEMA_CATALOG_NAME LOAD_HISTORY ' +
    'OBJECT_PRIVILEGES PACKAGES PIPES PROCEDURES REFERENTIAL_CONSTRAINTS REPLICATION_DATABASES SEQUENCES STAGES ' +
    'TABLE_CONSTRAINTS TABLE_PRIVILEGES TABLE_STORAGE_METRICS USAGE_PRIVILEGES'
  ).split(' '),
);
