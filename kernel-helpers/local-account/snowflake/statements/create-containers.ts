import type { DatabaseObject, SchemaObject } from '../catalog/catalog-object';
import { physicalSchemaName, quote } from '../catalog/physical-name';
import { printName, printPath } from '../identifiers';
import { missingObject, noCurrent } from '../snowflake-error';
import { isTrue } from '../sql/parse-files';
import type { CreateContainer, CreateWarehouse } from '../sql/statement';
import { applyChange } from './apply-change';
import type { StatementContext } from './context';
import { dropSchemaChange, removeStageFolders } from './drop-objects';
import { checkNameTaken } from './name-taken';
import { enterDatabase } from './set-session';

/** CREATE WAREHOUSE; the new warehouse becomes the session's. */
export async function createWarehouse(context: StatementContext, create: CreateWarehouse): Promise<string> {
  const { account, session } = context;
  const name = create.name.at(-1) ?? '';
  const taken = account.catalog.objects.find('warehouse', { name }) !== undefined;
  const done = checkNameTaken(taken, printName(name), create);
  if (done !== null) return done;
  const properties = Object.fromEntries(create.properties);
  const comment = properties.COMMENT ?? '';
  const warehouse = {
    kind: 'warehouse',
    database: '',
    schema: '',
    name,
    createdOn: new Date(),
    comment,
    properties,
  } as const;
  await applyChange(context, { put: [warehouse] });
  account.suspendedWarehouses.delete(name);
  if (isTrue(properties.INITIALLY_SUSPENDED ?? 'FALSE')) account.suspendedWarehouses.add(name);
  session.warehouse = name;
  return `Warehouse ${printName(name)} successfully created.`;
}

/** CREATE DATABASE with its schema PUBLIC; both become the session's. */
export async function createDatabase(context: StatementContext, create: CreateContainer): Promise<string> {
  const { account, session } = context;
  const name = create.name.at(-1) ?? '';
  const { objects } = account.catalog;
  const old = objects.find('database', { name });
  const done = checkNameTaken(old !== undefined, printName(name), create);
  if (done !== null) return done;
  const replaced = objects.all('schema').filter((schema) => schema.database === name);
  const drops = replaced.map((schema) => dropSchemaChange(account.catalog, schema));
  await applyChange(context, {
    sql: [...drops.flatMap((drop) => drop.sql), createSchemaSql(name, 'PUBLIC')],
    delete: [...drops.flatMap((drop) => drop.delete), ...(old === undefined ? [] : [old])],
    put: [databaseObject(name, create), schemaObject(name, 'PUBLIC', create.transient, '')],
  });
  await removeStageFolders(
    account,
    drops.flatMap((drop) => drop.delete),
  );
  enterDatabase(session, name, true);
  return `Database ${printName(name)} successfully created.`;
}

/** CREATE SCHEMA; the new schema becomes the session's. */
export async function createSchema(context: StatementContext, create: CreateContainer): Promise<string> {
  const { account, session } = context;
  const name = create.name.at(-1) ?? '';
  const database = create.name.at(-2) ?? session.database;
  const { objects } = account.catalog;
  if (database === null) throw noCurrent('database', 'CREATE SCHEMA');
  if (objects.find('database', { name: database }) === undefined) throw missingObject('Database', printName(database));
  const old = objects.find('schema', { database, name });
  const done = checkNameTaken(old !== undefined, printName(name), create);
  if (done !== null) return done;
  const dropped = old === undefined ? { sql: [], delete: [] } : dropSchemaChange(account.catalog, old);
  await applyChange(context, {
    sql: [...dropped.sql, createSchemaSql(database, name)],
    delete: dropped.delete,
    put: [schemaObject(database, name, create.transient, create.comment)],
  });
  await removeStageFolders(account, dropped.delete);
  session.database = database;
  session.schema = name;
  return `Schema ${printPath(name)} successfully created.`;
}

function createSchemaSql(database: string, schema: string): string {
  return `CREATE SCHEMA ${quote(physicalSchemaName(database, schema))}`;
}

function databaseObject(name: string, { transient, comment }: CreateContainer): DatabaseObject {
  return { kind: 'database', database: '', schema: '', name, createdOn: new Date(), comment, transient };
}

function schemaObject(database: string, name: string, transient: boolean, comment: string): SchemaObject {
  return { kind: 'schema', database, schema: '', name, createdOn: new Date(), comment, transient };
}
