import { ChunkFaults, FAULTS_PARAMETER } from '../results/chunk-faults';
import { mayTakeRole, mayUse } from '../rights/rights';
import { defaultOf, isUnsupportedValue } from '../session/parameters';
import type { Session } from '../session/session';
import { notUsable, SnowflakeError, unsupported } from '../snowflake-error';
import type { NamePath } from '../sql/statement';
import type { StatementContext } from './context';

/** USE WAREHOUSE, DATABASE, SCHEMA or ROLE. */
export function useObject(
  { session, account }: StatementContext,
  object: 'warehouse' | 'database' | 'schema' | 'role',
  path: NamePath,
): void {
  const { catalog } = account;
  const name = path.at(-1) ?? '';
  switch (object) {
    case 'role':
      if (!mayTakeRole(catalog, session.user, name))
        throw new SnowflakeError(
          '003013',
          '42501',
          `SQL execution error:\nRequested role '${name}' is not assigned to the executing user. Specify another role to activate.`,
        );
      session.role = name;
      return;
    case 'warehouse':
      if (!mayUse(catalog, session, { kind: 'warehouse', path: [name] })) throw notUsable();
      session.warehouse = name;
      return;
    case 'database':
      if (!mayUse(catalog, session, { kind: 'database', path: [name] })) throw notUsable();
      enterDatabase(session, name, mayUse(catalog, session, { kind: 'schema', path: [name, 'PUBLIC'] }));
      return;
    case 'schema': {
      const database = path.at(-2) ?? session.database;
      if (database === null || !mayUse(catalog, session, { kind: 'schema', path: [database, name] })) throw notUsable();
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
export function setParameters({ session, account }: StatementContext, values: ReadonlyMap<string, string>): void {
  for (const [name, value] of values)
    if (isUnsupportedValue(name, value) || (name === FAULTS_PARAMETER && !account.hasFaultsOnDemand))
      throw unsupported(`ALTER SESSION SET ${name} = ${value}`);
  const faults = values.get(FAULTS_PARAMETER);
  if (faults !== undefined) session.faults = ChunkFaults.parse(faults);
  for (const [name, value] of values) session.parameters.set(name, value);
}

/** ALTER SESSION UNSET: back to the default. */
export function unsetParameters(session: Session, names: readonly string[]): void {
  for (const name of names) {
    if (name === FAULTS_PARAMETER) session.faults = undefined;
    if (defaultOf(name) === '') session.parameters.delete(name);
    session.parameters.delete(name);
  }
}
