import type { Catalog } from '../catalog/catalog';
import type { CatalogObject, StageObject, TableObject, ViewObject } from '../catalog/catalog-object';
import { printPath } from '../identifiers';
import { canSee, securedBy } from '../rights/rights';
import { missingObject, noCurrent, SnowflakeError } from '../snowflake-error';
import type { NamePath } from '../sql/statement';
import type { Session } from './session';

/** Where to look up names that have no database or schema in front, and as which role. */
export type Place = Pick<Session, 'database' | 'schema' | 'temporary' | 'role'>;

/** A full name inside a schema. */
export interface FullName {
  readonly database: string;
  readonly schema: string;
  readonly name: string;
}

/** The schema that a path of up to two names means; the session's current names fill in the missing ones. */
export function resolveSchemaName(session: Place, path: NamePath, action: string): Omit<FullName, 'name'> {
  if (path.length > 2) throw tooManyNames(path);
  const schema = path.at(-1) ?? session.schema;
  const database = path.at(-2) ?? session.database;
  if (database === null || database === undefined) throw noCurrent('database', action);
  if (schema === null || schema === undefined) throw noCurrent('schema', action);
  return { database, schema };
}

/** The table or stage that a path of up to three names means. */
export function resolveName(session: Place, path: NamePath, action: string): FullName {
  if (path.length > 3) throw tooManyNames(path);
  return { ...resolveSchemaName(session, path.slice(0, -1), action), name: path.at(-1) ?? '' };
}

function tooManyNames(path: NamePath): SnowflakeError {
  return new SnowflakeError('001003', '42000', `SQL compilation error:\ninvalid identifier '${printPath(...path)}'`);
}

/** A table by name, a temporary one first; undefined when there is none that the role can see. */
export function findTable(session: Place, catalog: Catalog, name: FullName): TableObject | undefined {
  return session.temporary.find('table', name) ?? seen(session, catalog, catalog.objects.find('table', name));
}

/** A view by name; undefined when there is none that the role can see. */
export function findView(session: Place, catalog: Catalog, name: FullName): ViewObject | undefined {
  return seen(session, catalog, catalog.objects.find('view', name));
}

/** The object, unless the role can not see it. */
export function seen<T extends CatalogObject>(place: Place, catalog: Catalog, object: T | undefined): T | undefined {
  const secured = object === undefined ? undefined : securedBy(object);
  return secured === undefined || canSee(catalog, place, secured) ? object : undefined;
}

/** A table that must be there; `what` is Snowflake's word for it in the message. */
export function requireTable(
  session: Place,
  catalog: Catalog,
  path: NamePath,
  action: string,
  what: 'Object' | 'Table' = 'Table',
): TableObject {
  const name = resolveName(session, path, action);
  const table = findTable(session, catalog, name);
  if (table !== undefined) return table;
  throw missingObject(what, what === 'Object' ? printPath(...path) : printPath(name.database, name.schema, name.name));
}

/** A table or view that must be there: what a query can read. */
export function requireReadable(
  session: Place,
  catalog: Catalog,
  path: NamePath,
  action: string,
  what: 'Object' | 'Table' = 'Table',
): TableObject | ViewObject {
  const name = resolveName(session, path, action);
  return session.temporary.find('table', name) === undefined
    ? (findView(session, catalog, name) ?? requireTable(session, catalog, path, action, what))
    : requireTable(session, catalog, path, action, what);
}

/** A stage that must be there. */
export function requireStage(session: Place, catalog: Catalog, path: NamePath, action: string): StageObject {
  const name = resolveName(session, path, action);
  const stage = session.temporary.find('stage', name) ?? seen(session, catalog, catalog.objects.find('stage', name));
  if (stage === undefined) throw missingObject('Stage', printPath(name.database, name.schema, name.name));
  return stage;
}

/** A schema that must be there. */
export function requireSchema(session: Place, catalog: Catalog, name: Omit<FullName, 'name'>): void {
  if (seen(session, catalog, catalog.objects.find('database', { name: name.database })) === undefined)
    throw missingObject('Database', printPath(name.database));
  if (
    seen(session, catalog, catalog.objects.find('schema', { database: name.database, name: name.schema })) === undefined
  )
    throw missingObject('Schema', printPath(name.database, name.schema));
}
