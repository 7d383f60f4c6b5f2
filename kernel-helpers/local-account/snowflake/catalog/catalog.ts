import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { Cancellation } from '../engine/cancellation';
import { runAsOne } from '../engine/run-as-one';
import { Turns } from '../engine/turns';
import { quoteText } from '../identifiers';
import { type CatalogObject, ObjectMap } from './catalog-object';
import { PRIVILEGES, type SecuredKind } from './privileges';

/** One step of a change: SQL for DuckDB, an object to add, or an object to take away. */
export interface CatalogChange {
  readonly sql?: readonly string[];
  readonly put?: readonly CatalogObject[];
  readonly delete?: readonly CatalogObject[];
  /** What is replaced keeps its grants (COPY GRANTS). */
  readonly keepsGrants?: boolean;
}

const OBJECTS = 'local_account.objects';

/**
 * Every permanent object of the account. The catalogue answers from memory. A change writes DuckDB's tables and the
 * catalogue's row in a transaction of its own (as Snowflake's DDL does), and becomes visible only after that.
 */
export class Catalog {
  readonly objects = new ObjectMap();
  /** Changes run one after the other, so that a name that one of them found free is still free when it writes. */
  readonly turns = new Turns();
  private changes = 0;
  /** Where the last object stands in the order of creation. */
  private lastSequence = 0;

  static async open(connection: DuckDBConnection): Promise<Catalog> {
    await connection.run('CREATE SCHEMA IF NOT EXISTS local_account');
    await connection.run(`CREATE TABLE IF NOT EXISTS ${OBJECTS} (identity VARCHAR, object JSON, sequence BIGINT)`);
    const catalog = new Catalog();
    const rows = await connection.runAndReadAll(`SELECT object, sequence FROM ${OBJECTS} ORDER BY sequence`);
    for (const [text, sequence] of rows.getRowsJson()) {
      catalog.objects.put(readObject(String(text)));
      catalog.lastSequence = Number(sequence);
    }
    return catalog;
  }

  /** How many changes have become visible so far. If it has grown, a name may have a new meaning. */
  get changeCount(): number {
    return this.changes;
  }

  /**
   * Applies a change on the connection of the session that asks, which sees its own temporary tables. A statement that
   * fails or is cancelled leaves no part of its change behind. No transaction may be open on the connection.
   */
  async apply(connection: DuckDBConnection, cancellation: Cancellation, change: CatalogChange): Promise<void> {
    await runAsOne(connection, cancellation, [...(change.sql ?? []), ...this.rowsSql(change)]);
    for (const object of change.delete ?? []) this.objects.delete(object);
    for (const object of change.put ?? []) this.objects.put(object);
    this.changes += 1;
  }

  /** SQL that brings the catalogue's own table up to date. It looks for no row that is not there: accounts grow. */
  private rowsSql({ put = [], delete: deleted = [] }: CatalogChange): readonly string[] {
    const deletes = [...deleted, ...put]
      .filter((object) => this.objects.find(object.kind, object) !== undefined)
      .map((object) => `DELETE FROM ${OBJECTS} WHERE identity = ${quoteText(identityOf(object))}`);
    const inserts = put.map((object) => {
      this.lastSequence += 1;
      const values = [identityOf(object), JSON.stringify(object)].map(quoteText).join(', ');
      return `INSERT INTO ${OBJECTS} VALUES (${values}, ${this.lastSequence})`;
    });
    return [...deletes, ...inserts];
  }
}

function identityOf(object: CatalogObject): string {
  return JSON.stringify([object.kind, object.database, object.schema, object.name]);
}

const columnType = z.object({
  wire: z.enum([
    'fixed',
    'real',
    'text',
    'boolean',
    'date',
    'time',
    'timestamp_ntz',
    'timestamp_ltz',
    'timestamp_tz',
    'binary',
    'variant',
    'object',
    'array',
  ]),
  precision: z.number().nullable(),
  scale: z.number().nullable(),
  length: z.number().nullable(),
});

const column = z.object({
  name: z.string(),
  type: columnType,
  nullable: z.boolean(),
  defaultSql: z.string().nullable(),
  defaultText: z.string().nullable(),
  primaryKey: z.boolean(),
  unique: z.boolean(),
  comment: z.string().nullable(),
});

const named = {
  database: z.string(),
  schema: z.string(),
  name: z.string(),
  createdOn: z.coerce.date(),
  comment: z.string(),
};

const fileFormat = z.object({ type: z.enum(['PARQUET', 'CSV']), options: z.record(z.string(), z.string()) });

const privilege = z.object({
  name: z.string(),
  kind: z.enum(Object.keys(PRIVILEGES) as SecuredKind[]),
  path: z.array(z.string()),
  future: z.boolean(),
});

const storedObject = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('warehouse'), properties: z.record(z.string(), z.string()), ...named }),
  z.object({ kind: z.enum(['database', 'schema']), transient: z.boolean(), ...named }),
  z.object({
    kind: z.literal('table'),
    tableKind: z.enum(['TABLE', 'TRANSIENT', 'TEMPORARY']),
    columns: z.array(column),
    physical: z.object({ schema: z.string(), table: z.string() }),
    ...named,
  }),
  z.object({
    kind: z.literal('view'),
    columns: z.array(column),
    query: z.string(),
    text: z.string(),
    ...named,
  }),
  z.object({
    kind: z.literal('stage'),
    temporary: z.boolean(),
    folder: z.string(),
    fileFormat: fileFormat.nullable(),
    ...named,
  }),
  z.object({ kind: z.literal('role'), privileges: z.array(privilege), roles: z.array(z.string()), ...named }),
  z.object({
    kind: z.literal('user'),
    properties: z.record(z.string(), z.string()),
    roles: z.array(z.string()),
    ...named,
  }),
]);

function readObject(text: string): CatalogObject {
  return storedObject.parse(JSON.parse(text));
}
