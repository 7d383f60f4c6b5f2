import type { Secured } from '../catalog/privileges';
import { printName, printPath } from '../identifiers';
import { canSee, isThere, isUnlimited, requirePrivilege } from '../rights/rights';
import { type FullName, requireSchema, requireStage, requireTable, resolveName } from '../session/resolve-names';
import { insufficientPrivileges, missingObject, noCurrent, takenByUnseen } from '../snowflake-error';
import { changedTable } from '../sql/changed-table';
import type { DropObject, IfTaken, NamePath, StageLocation, Statement } from '../sql/statement';
import type { StatementContext } from './context';

/**
 * Throws where the role may not run a statement. CREATE needs its right even where the object exists and IF NOT EXISTS
 * would leave it alone (https://github.com/dbt-labs/dbt-external-tables/issues/214). What a query reads, USE and the
 * warehouse are checked where their names are looked up.
 */
export function requireRights(context: StatementContext, statement: Statement): void {
  const { session, account } = context;
  if (isUnlimited(account.catalog, session)) return;
  switch (statement.kind) {
    case 'create warehouse':
      requireCreate(context, 'CREATE WAREHOUSE', ACCOUNT, { kind: 'warehouse', path: statement.name }, statement);
      return;
    case 'create database':
      requireCreate(context, 'CREATE DATABASE', ACCOUNT, { kind: 'database', path: statement.name }, statement);
      return;
    case 'create schema': {
      const database = statement.name.at(-2) ?? session.database;
      if (database === null) throw noCurrent('database', 'CREATE SCHEMA');
      const inside = requireSeen(context, 'Database', { kind: 'database', path: [database] });
      const schema: Secured = { kind: 'schema', path: [database, statement.name.at(-1) ?? ''] };
      requireCreate(context, 'CREATE SCHEMA', inside, schema, statement);
      return;
    }
    case 'create table':
      requireCreateInSchema(context, 'table', statement, statement.tableKind === 'TEMPORARY');
      return;
    case 'create view':
      requireCreateInSchema(context, 'view', statement, false);
      return;
    case 'create stage':
      requireCreateInSchema(context, 'stage', statement, false);
      return;
    case 'drop':
      requireDrop(context, statement);
      return;
    case 'comment':
      requireOnTable(context, statement.table, 'OWNERSHIP');
      return;
    case 'truncate':
      requireOnTable(context, statement.table, 'TRUNCATE');
      return;
    case 'insert':
    case 'update':
    case 'delete':
      requireOnTable(context, changedTable(statement.sql), statement.kind.toUpperCase());
      return;
    case 'copy':
      requireOnTable(context, statement.table, 'INSERT');
      requireOnStage(context, statement.location, 'READ');
      return;
    case 'put':
    case 'remove':
      requireOnStage(context, statement.location, 'WRITE');
      return;
    case 'list':
      requireOnStage(context, statement.location, 'READ');
      return;
    case 'alter warehouse': {
      const name = statement.name ?? session.warehouse;
      if (name === null) return;
      const warehouse = requireSeen(context, 'Warehouse', { kind: 'warehouse', path: [name] });
      requirePrivilege(account.catalog, session, 'OPERATE', warehouse);
      return;
    }
    case 'create role':
    case 'create user':
    case 'alter user':
    case 'grant privileges':
    case 'grant role':
    case 'revoke privileges':
    case 'revoke role':
      throw insufficientPrivileges('account', account.name.toUpperCase());
    default:
      return;
  }
}

const ACCOUNT: Secured = { kind: 'account', path: [] };

function requireCreate(
  { account, session }: StatementContext,
  privilege: string,
  place: Secured,
  made: Secured,
  { orReplace, ifNotExists }: IfTaken,
): void {
  const { catalog } = account;
  requirePrivilege(
    catalog,
    session,
    privilege,
    place,
    place.kind === 'account' ? account.name.toUpperCase() : undefined,
  );
  if (!isThere(catalog, made)) return;
  if (!canSee(catalog, session, made) && !ifNotExists) throw takenByUnseen(printName(made.path.at(-1) ?? ''));
  if (orReplace) requirePrivilege(catalog, session, 'OWNERSHIP', made);
}

/**
 * A temporary table needs no right of its own: https://docs.snowflake.com/en/sql-reference/sql/create-table. Of temporary
 * stages the documentation does not say so.
 */
function requireCreateInSchema(
  context: StatementContext,
  kind: 'table' | 'view' | 'stage',
  create: IfTaken & { readonly name: NamePath },
  isTemporary: boolean,
): void {
  const { session, account } = context;
  const action = `CREATE ${kind.toUpperCase()}`;
  const name = resolveName(session, create.name, action);
  requireSchema(session, account.catalog, name);
  if (isTemporary) return;
  requireCreate(context, action, { kind: 'schema', path: [name.database, name.schema] }, secured(kind, name), create);
}

function requireDrop(context: StatementContext, { object, name }: DropObject): void {
  const { session, account } = context;
  if (object === 'role' || object === 'user') throw insufficientPrivileges('account', account.name.toUpperCase());
  const own = name.at(-1) ?? '';
  const isInSchema = object === 'table' || object === 'view' || object === 'stage';
  if (isInSchema) {
    const full = resolveName(session, name, 'DROP');
    if (object !== 'view' && session.temporary.find(object, full) !== undefined) return;
    requireOwnership(context, secured(object, full));
    return;
  }
  if (object !== 'schema') {
    requireOwnership(context, { kind: object, path: [own] });
    return;
  }
  requireOwnership(context, { kind: object, path: [name.at(-2) ?? session.database ?? '', own] });
}

/** What the role cannot see is not there for it, so DROP says that itself. */
function requireOwnership({ account, session }: StatementContext, object: Secured): void {
  const { catalog } = account;
  if (isThere(catalog, object)) requirePrivilege(catalog, session, 'OWNERSHIP', object);
}

function requireOnTable({ account, session }: StatementContext, path: NamePath, privilege: string): void {
  const table = requireTable(session, account.catalog, path, privilege, 'Object');
  if (table.tableKind === 'TEMPORARY') return;
  requirePrivilege(account.catalog, session, privilege, secured('table', table));
}

/** The user's own stage is free; a table's belongs to its owner. */
function requireOnStage(context: StatementContext, { of, name }: StageLocation, privilege: string): void {
  const { account, session } = context;
  if (of === 'user') return;
  if (of === 'table') {
    requireOnTable(context, name, 'OWNERSHIP');
    return;
  }
  const stage = requireStage(session, account.catalog, name, privilege);
  if (!stage.temporary) requirePrivilege(account.catalog, session, privilege, secured('stage', stage));
}

function requireSeen({ account, session }: StatementContext, what: string, object: Secured): Secured {
  if (canSee(account.catalog, session, object)) return object;
  throw missingObject(what, printPath(...object.path));
}

function secured(kind: 'table' | 'view' | 'stage', { database, schema, name }: FullName): Secured {
  return { kind, path: [database, schema, name] };
}
