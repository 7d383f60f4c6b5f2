import { UserError } from 'kernel-helpers/errors';

/** A failure as Snowflake answers it: `success: false` with a six-digit code and an SQL state, never an HTTP 500. */
export class SnowflakeError extends UserError {
  override readonly name: string = 'SnowflakeError';

  constructor(
    readonly code: string,
    readonly sqlState: string,
    message: string,
    options: { readonly cause?: unknown } = {},
  ) {
    super(message, { ...options, facts: { code, sqlState } });
  }
}

/** A statement or option outside the closed list. Snowflake itself would run it; this account refuses it. */
export function unsupported(what: string): SnowflakeError {
  return new SnowflakeError(
    '000002',
    '0A000',
    `Unsupported feature '${what}'. This is the local account: it runs a closed list of statements ` +
      '(kernel-helpers/local-account/snowflake/README.md). Rewrite the statement or run it on a real account.',
  );
}

/** Snowflake's answer to text that is not SQL; `position` counts characters from 0, as Snowflake does. */
export function syntaxError(line: number, position: number, unexpected: string): SnowflakeError {
  return new SnowflakeError(
    '001003',
    '42000',
    `SQL compilation error:\nsyntax error line ${line} at position ${position} unexpected '${unexpected}'.`,
  );
}

/**
 * An object that is not there; Snowflake does not tell "absent" from "not allowed".
 * `what` is Snowflake's word for it: `Object` in queries, else `Table`, `Stage`, `Schema`, `Database`, `Warehouse`.
 */
export function missingObject(what: string, name: string): SnowflakeError {
  const sqlState = what === 'Object' || what === 'Table' ? '42S02' : '02000';
  return new SnowflakeError(
    '002003',
    sqlState,
    `SQL compilation error:\n${what} '${name}' does not exist or not authorized.`,
  );
}

/** A function that Snowflake has not either. */
export function unknownFunction(name: string): SnowflakeError {
  return new SnowflakeError('002140', '42601', `SQL compilation error:\nUnknown function ${name}`);
}

/** A fault of the local account's own; what went wrong inside is the cause, and no client sees it. */
export function translatorFault(cause: unknown): SnowflakeError {
  return new SnowflakeError(
    '000603',
    'XX000',
    'SQL execution internal error: the local account translated this statement into one that its engine refuses. ' +
      'The fault is not yours. Please report it with the text of the statement; a real account may run it meanwhile.',
    { cause },
  );
}

/** USE of something that is not there. */
export function notUsable(): SnowflakeError {
  return new SnowflakeError(
    '002043',
    '02000',
    'SQL compilation error:\nObject does not exist, or operation cannot be performed.',
  );
}

export function alreadyExists(name: string): SnowflakeError {
  return new SnowflakeError('002002', '42710', `SQL compilation error:\nObject '${name}' already exists.`);
}

/** A name that CREATE finds taken by another kind of object: OR REPLACE does not change the kind. */
export function alreadyExistsAs(name: string, kind: 'TABLE' | 'VIEW'): SnowflakeError {
  return new SnowflakeError('001998', '42710', `SQL compilation error:\nObject '${name}' already exists as ${kind}`);
}

/** DROP TABLE of a view, or DROP VIEW of a table. */
export function otherKind(found: 'TABLE' | 'VIEW', named: 'TABLE' | 'VIEW'): SnowflakeError {
  return new SnowflakeError(
    '002203',
    '02000',
    `SQL compilation error: Object found is of type '${found}', not specified type '${named}'.`,
  );
}

/** A role that sees an object and may not do this with it: https://github.com/dbt-labs/dbt-external-tables/issues/214 */
export function insufficientPrivileges(kind: string, name: string): SnowflakeError {
  return new SnowflakeError(
    '003001',
    '42501',
    `SQL access control error:\nInsufficient privileges to operate on ${kind} '${name}'.`,
  );
}

/** CREATE of a name that is taken by an object on which the role holds nothing: https://github.com/slingdata-io/sling-cli/issues/458 */
export function takenByUnseen(name: string): SnowflakeError {
  return new SnowflakeError(
    '003041',
    '42710',
    `SQL compilation error:\nObject '${name}' already exists, but current role has no privileges on it. If this is ` +
      'unexpected and you cannot resolve this problem, contact your system administrator. ACCOUNTADMIN role may be ' +
      'required to manage the privileges on the object.',
  );
}

/** A statement that needs a current database or schema while the session has none. */
export function noCurrent(what: 'database' | 'schema', action: string): SnowflakeError {
  return new SnowflakeError(
    '090105',
    '22000',
    `Cannot perform ${action}. This session does not have a current ${what}. ` +
      `Call 'USE ${what.toUpperCase()}', or use a qualified name.`,
  );
}

/** https://community.snowflake.com/s/article/No-active-warehouse-selected-in-the-current-session */
export function noActiveWarehouse(): SnowflakeError {
  return new SnowflakeError(
    '000606',
    '57P03',
    "No active warehouse selected in the current session.  Select an active warehouse with the 'use warehouse' command.",
  );
}

/** STATEMENT_TIMEOUT_IN_SECONDS has passed. */
export function timedOut(seconds: number): SnowflakeError {
  return new SnowflakeError(
    '000630',
    '57014',
    `Statement reached its statement or warehouse timeout of ${seconds} second(s) and was canceled.`,
  );
}

export function canceled(): SnowflakeError {
  return new SnowflakeError('000604', '57014', 'SQL execution canceled');
}

/** The answer to a request to cancel a statement that has not arrived yet, or has ended (gosnowflake, `queryNotExecutingCode`). */
export function notExecuting(): SnowflakeError {
  return new SnowflakeError('000605', '57014', 'Identified SQL statement is not currently executing.');
}

/** No client waits for the answer any more. */
export function abandoned(): SnowflakeError {
  return new SnowflakeError('000604', '57014', 'SQL execution canceled: the client that asked for it has gone.');
}

/** A statement would take more than its share of this machine. */
export function tooLarge(what: 'memory and temporary space' | 'disk'): SnowflakeError {
  return new SnowflakeError(
    '000603',
    '53200',
    `The statement was stopped, because it takes more ${what} than the local account may use on this machine. ` +
      'Change it so that it makes or sorts fewer rows.',
  );
}
