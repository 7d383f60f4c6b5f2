import { defaultOf, isUnsupportedValue } from '../session/parameters';
import type { Session } from '../session/session';
import { notUsable, SnowflakeError, unsupported } from '../snowflake-error';
import type { NamePath } from '../sql/statement';
import type { StatementContext } from './context';

/** The system roles of a new Snowflake account; this account has one user, who holds them all. */
export const ROLES: ReadonlySet<string> = new Set(['ACCOUNTADMIN', 'SECURITYADMIN', 'USERADMIN', 'SYSADMIN', 'PUBLIC']);

/** USE WAREHOUSE, DATABASE, SCHEMA or ROLE. */
export function useObject(
  { session, account }: StatementContext,
  object: 'warehouse' | 'database' | 'schema' | 'role',
  path: NamePath,
): void {
  const { objects } = account.catalog;
  const name = path.at(-1) ?? '';
  switch (object) {
    case 'role':
      if (!ROLES.has(name))
        throw new SnowflakeError(
          '003013',
          '42501',
          `SQL execution error:\nRequested role '${name}' is not assigned to the executing user. Specify another role to activate.`,
        );
      session.role = name;
      return;
    case 'warehouse':
      if (objects.find('warehouse', { name }) === undefined) throw notUsable();
      session.warehouse = name;
      return;
    case 'database':
      if (objects.find('database', { name }) === undefined) throw notUsable();
      enterDatabase(session, name, objects.find('schema', { database: name, name: 'PUBLIC' }) !== undefined);
      return;
    case 'schema': {
      const database = path.at(-2) ?? session.database;
      if (database === null || objects.find('schema', { database, name }) === undefined) throw notUsable();
      session.database = database;
      session.schema = name;
    }
  }
}

/** Makes a database current; its schema PUBLIC becomes current with it when there is one. */
export function enterDatabase(session: Session, database: string, hasPublic: boolean): void {
  session.database = database;
  session.schema = hasPublic ? 'PUBLIC' : null;
}

/** ALTER SESSION SET. */
export function setParameters(session: Session, values: ReadonlyMap<string, string>): void {
  for (const [name, value] of values)
    if (isUnsupportedValue(name, value)) throw unsupported(`ALTER SESSION SET ${name} = ${value}`);
  for (const [name, value] of values) session.parameters.set(name, value);
}

/** ALTER SESSION UNSET: back to the default. */
export function unsetParameters(session: Session, names: readonly string[]): void {
  for (const name of names) {
    if (defaultOf(name) === '') session.parameters.delete(name);
    session.parameters.delete(name);
  }
}
