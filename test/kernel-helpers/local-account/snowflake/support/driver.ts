import {
  type Binds,
  type Connection,
  type ConnectionOptions,
  configure,
  createConnection,
  type RowStatement,
} from 'snowflake-sdk';
import type { RunningSnowflake } from '../../../../../kernel-helpers/local-account/snowflake';
import { LOGIN } from './local-account';

configure({ logLevel: 'OFF' });

/** A statement's failure, as the driver reports it. */
export interface Failure {
  readonly code: string;
  readonly sqlState: string;
  readonly message: string;
}

/** The real driver, with rows as arrays of values. */
export interface Client {
  readonly connection: Connection;
  rows(sql: string, binds?: Binds): Promise<readonly (readonly unknown[])[]>;
  /** The first row's first value. */
  value(sql: string, binds?: Binds): Promise<unknown>;
  /** Rows as objects, to see column names. */
  objects(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  fails(sql: string, binds?: Binds): Promise<Failure>;
  statement(sql: string): Promise<RowStatement>;
  close(): Promise<void>;
}

/** Connects with only host, port, protocol, account, user and password, and with what `options` adds. */
export async function connectDriver(
  snowflake: RunningSnowflake,
  options: Partial<ConnectionOptions> = {},
): Promise<Client> {
  const where = { host: '127.0.0.1', port: snowflake.port, protocol: 'http' };
  const connection = createConnection({
    account: LOGIN.account,
    username: LOGIN.user,
    password: LOGIN.password,
    ...where,
    ...options,
  });
  // connectAsync resolves even when the login was refused.
  await new Promise<void>((resolve, reject) => connection.connect((error) => (error ? reject(error) : resolve())));
  return clientOf(connection);
}

function clientOf(connection: Connection): Client {
  const execute = (sqlText: string, rowMode: 'array' | 'object', binds?: Binds) =>
    new Promise<{ statement: RowStatement; rows: unknown[] }>((resolve, reject) => {
      connection.execute({
        sqlText,
        rowMode,
        ...(binds === undefined ? {} : { binds }),
        complete: (error, statement, rows) => (error ? reject(error) : resolve({ statement, rows: rows ?? [] })),
      });
    });
  const rows = async (sql: string, binds?: Binds) => (await execute(sql, 'array', binds)).rows.map(asArray);
  return {
    connection,
    rows,
    value: async (sql, binds) => (await rows(sql, binds))[0]?.[0],
    objects: async (sql) => (await execute(sql, 'object')).rows.map(asObject),
    statement: async (sql) => (await execute(sql, 'array')).statement,
    fails: async (sql, binds) => {
      try {
        await execute(sql, 'array', binds);
      } catch (error) {
        return asFailure(error);
      }
      throw new Error(`The statement was expected to fail: ${sql}`);
    },
    close: () => new Promise((resolve, reject) => connection.destroy((error) => (error ? reject(error) : resolve()))),
  };
}

function asArray(row: unknown): readonly unknown[] {
  if (Array.isArray(row)) return row;
  throw new Error('The driver was expected to give rows as arrays.');
}

function asObject(row: unknown): Readonly<Record<string, unknown>> {
  if (typeof row === 'object' && row !== null) return { ...row };
  throw new Error('The driver was expected to give rows as objects.');
}

function asFailure(error: unknown): Failure {
  const { code, sqlState, message } = asObject(error instanceof Error ? { ...error, message: error.message } : error);
  return { code: String(code), sqlState: String(sqlState), message: String(message) };
}

/** A session with a warehouse, a database and a schema of its own. */
export async function connectWithSchema(snowflake: RunningSnowflake): Promise<Client> {
  const client = await connectDriver(snowflake);
  for (const sql of [
    'CREATE WAREHOUSE IF NOT EXISTS wh',
    'CREATE DATABASE IF NOT EXISTS db',
    'USE WAREHOUSE wh',
    'USE DATABASE db',
  ])
    await client.rows(sql);
  return client;
}
