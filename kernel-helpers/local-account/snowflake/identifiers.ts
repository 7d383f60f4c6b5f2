/**
 * Names as Snowflake knows them, and how DuckDB stores them.
 *
 * Snowflake folds unquoted names to upper case and keeps quoted ones, so `"a"` and `A` are two names. DuckDB keeps the
 * case but ignores it in comparisons, even between quotes. So every lower-case letter is stored with a mark behind it.
 * Names that differ only in case then also differ in DuckDB, and a wrongly quoted name fails as on the real service.
 */
const LOWER_CASE_MARK = '\u0333';

/** Joins names where DuckDB has no level of its own: a database and its schema, a table and its random suffix. */
export const NAME_JOINT = '\u241f';

/** Snowflake's rule for one identifier of a statement: https://docs.snowflake.com/en/sql-reference/identifiers-syntax */
export function foldIdentifier(text: string, quoted: boolean): string {
  return quoted ? text : text.toUpperCase();
}

/** The name under which DuckDB stores a Snowflake name. */
export function toPhysicalName(name: string): string {
  return name.replace(/\p{Ll}/gu, `$&${LOWER_CASE_MARK}`);
}

const MAKING = new RegExp(`${NAME_JOINT}[0-9a-f]{8}\\b`, 'g');

/** The Snowflake name for a name of DuckDB, or a message of DuckDB with Snowflake's names in it. */
export function fromPhysicalName(text: string): string {
  return text.replaceAll(LOWER_CASE_MARK, '').replace(MAKING, '').replaceAll(NAME_JOINT, '.');
}

/** A physical name in DuckDB's quotes. */
export function quotePhysicalName(name: string): string {
  return `"${toPhysicalName(name).replaceAll('"', '""')}"`;
}

/** A string in DuckDB's single quotes. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name as Snowflake prints it in messages: bare when it needs no quotes. */
export function printName(name: string): string {
  return /^[A-Z_][A-Z0-9_$]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** `DB.SCHEMA.NAME` as messages print it. */
export function printPath(...names: readonly string[]): string {
  return names.map(printName).join('.');
}
