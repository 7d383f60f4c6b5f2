import { randomBytes } from 'node:crypto';
import { NAME_JOINT, toPhysicalName } from '../identifiers';

/** Where DuckDB keeps a table; the names are DuckDB's own, without quotes. */
export interface PhysicalName {
  readonly schema: string;
  readonly table: string;
}

/** DuckDB has two levels of names where Snowflake has three: one DuckDB schema for each schema of a database. */
export function physicalSchemaName(database: string, schema: string): string {
  return toPhysicalName(`${database}${NAME_JOINT}${schema}`);
}

/**
 * A new physical name at every call, because CREATE OR REPLACE TABLE t AS SELECT … FROM t reads the old table while it
 * fills the new one. Temporary tables are in the connection's own `temp` database, so other sessions do not see them.
 */
export function physicalTableName(
  name: { readonly database: string; readonly schema: string; readonly name: string },
  temporary: boolean,
): PhysicalName {
  const schema = physicalSchemaName(name.database, name.schema);
  const table = `${toPhysicalName(name.name)}${NAME_JOINT}${randomBytes(4).toString('hex')}`;
  return temporary ? { schema: 'temp', table: `${schema}${NAME_JOINT}${table}` } : { schema, table };
}

/** The full name in DuckDB's quotes. */
export function printPhysical(name: PhysicalName): string {
  return `${quote(name.schema)}.${quote(name.table)}`;
}

/** One of DuckDB's own names in its quotes. */
export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
