import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Account } from '../account';
import type { Catalog } from '../catalog/catalog';
import type { CatalogObject, SchemaObject } from '../catalog/catalog-object';
import { physicalSchemaName, printPhysical, quote } from '../catalog/physical-name';
import { printName, printPath } from '../identifiers';
import { findTable, resolveName } from '../session/resolve-names';
import { missingObject, noCurrent, otherKind } from '../snowflake-error';
import type { DropObject } from '../sql/statement';
import { applyChange } from './apply-change';
import type { StatementContext } from './context';

interface DropChange {
  readonly sql: readonly string[];
  readonly delete: readonly CatalogObject[];
}

/** DROP WAREHOUSE. */
export async function dropWarehouse(context: StatementContext, drop: DropObject): Promise<string> {
  const { account, session } = context;
  const name = drop.name.at(-1) ?? '';
  const warehouse = account.catalog.objects.find('warehouse', { name });
  if (warehouse === undefined) return missing(drop, 'Warehouse', printName(name));
  await applyChange(context, { delete: [warehouse] });
  if (session.warehouse === name) session.warehouse = null;
  return dropped(name);
}

/** DROP DATABASE with everything in it. */
export async function dropDatabase(context: StatementContext, drop: DropObject): Promise<string> {
  const { account, session } = context;
  const { objects } = account.catalog;
  const name = drop.name.at(-1) ?? '';
  const database = objects.find('database', { name });
  if (database === undefined) return missing(drop, 'Database', printName(name));
  await dropSchemas(
    context,
    objects.all('schema').filter((schema) => schema.database === name),
    [database],
  );
  if (session.database === name) {
    session.database = null;
    session.schema = null;
  }
  return dropped(name);
}

/** DROP SCHEMA with everything in it. */
export async function dropSchema(context: StatementContext, drop: DropObject): Promise<string> {
  const { account, session } = context;
  const name = drop.name.at(-1) ?? '';
  const database = drop.name.at(-2) ?? session.database;
  if (database === null) throw noCurrent('database', 'DROP SCHEMA');
  const schema = account.catalog.objects.find('schema', { database, name });
  if (schema === undefined) return missing(drop, 'Schema', printPath(database, name));
  await dropSchemas(context, [schema], []);
  if (session.database === database && session.schema === name) session.schema = null;
  return dropped(name);
}

async function dropSchemas(
  context: StatementContext,
  schemas: readonly SchemaObject[],
  others: readonly CatalogObject[],
): Promise<void> {
  const changes = schemas.map((schema) => dropSchemaChange(context.account.catalog, schema));
  const objects = [...changes.flatMap((change) => change.delete), ...others];
  await applyChange(context, { sql: changes.flatMap((change) => change.sql), delete: objects });
  await removeStageFolders(context.account, objects);
}

/** What goes with a schema: its DuckDB schema, and the catalogue's rows of it and of all it holds. */
export function dropSchemaChange(catalog: Catalog, schema: SchemaObject): DropChange {
  const inside = (object: CatalogObject) => object.database === schema.database && object.schema === schema.name;
  return {
    sql: [`DROP SCHEMA ${quote(physicalSchemaName(schema.database, schema.name))} CASCADE`],
    delete: [
      ...(['table', 'view', 'stage'] as const).flatMap((kind) => catalog.objects.all(kind).filter(inside)),
      schema,
    ],
  };
}

/** DROP TABLE; a temporary table hides a permanent one of the same name. */
export async function dropTable(context: StatementContext, drop: DropObject): Promise<string> {
  const { account, session } = context;
  const name = resolveName(session, drop.name, 'DROP TABLE');
  const table = findTable(session, account.catalog, name);
  if (table === undefined && account.catalog.objects.find('view', name)) throw otherKind('VIEW', 'TABLE');
  if (table === undefined) return missing(drop, 'Table', printPath(name.database, name.schema, name.name));
  const sql = `DROP TABLE ${printPhysical(table.physical)}`;
  if (table.tableKind === 'TEMPORARY') {
    await session.connection.run(sql);
    session.temporary.delete(table);
  } else await applyChange(context, { sql: [sql], delete: [table] });
  return dropped(name.name);
}

/** DROP VIEW. */
export async function dropView(context: StatementContext, drop: DropObject): Promise<string> {
  const { account, session } = context;
  const name = resolveName(session, drop.name, 'DROP VIEW');
  const view = account.catalog.objects.find('view', name);
  if (view === undefined && findTable(session, account.catalog, name)) throw otherKind('TABLE', 'VIEW');
  if (view === undefined) return missing(drop, 'View', printPath(name.database, name.schema, name.name));
  await applyChange(context, { delete: [view] });
  return dropped(name.name);
}

/** DROP STAGE with its files. */
export async function dropStage(context: StatementContext, drop: DropObject): Promise<string> {
  const { account, session } = context;
  const name = resolveName(session, drop.name, 'DROP STAGE');
  const stage = session.temporary.find('stage', name) ?? account.catalog.objects.find('stage', name);
  if (stage === undefined) return missing(drop, 'Stage', printPath(name.database, name.schema, name.name));
  if (stage.temporary) session.temporary.delete(stage);
  else await applyChange(context, { delete: [stage] });
  await removeStageFolders(account, [stage]);
  return dropped(name.name);
}

/** Removes the files of stages that are no more. */
export async function removeStageFolders(account: Account, objects: readonly CatalogObject[]): Promise<void> {
  for (const object of objects)
    if (object.kind === 'stage')
      await rm(join(account.stagesDirectory, object.folder), { recursive: true, force: true });
}

function missing(drop: DropObject, what: string, printedName: string): string {
  if (!drop.ifExists) throw missingObject(what, printedName);
  return 'Drop statement executed successfully (object already dropped).';
}

function dropped(name: string): string {
  return `${printName(name)} successfully dropped.`;
}
