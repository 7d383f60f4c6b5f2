import { UserError } from '../../errors';

/** A name that is put into SQL text as a quoted identifier; made by `identifier()`. */
export class Identifier {
  constructor(readonly sql: string) {}

  toString(): string {
    return this.sql;
  }
}

/** Longest name that Snowflake allows, in characters (docs.snowflake.com, "Identifier requirements"). */
const MAX_NAME_LENGTH = 255;

/** Puts a name in double quotes exactly as it is: case and every character count. */
export function quoteIdentifier(name: string): string {
  const problem = nameProblem(name);
  if (problem === undefined) return `"${name.replaceAll('"', '""')}"`;
  throw new UserError(`${JSON.stringify(name.slice(0, 40))} cannot be a name in Snowflake: ${problem}.`);
}

/** Why Snowflake has no such name; undefined for a name that it can have. */
export function nameProblem(name: string): string | undefined {
  if (name.length === 0) return 'it is empty';
  if (name.length > MAX_NAME_LENGTH && [...name].length > MAX_NAME_LENGTH) {
    return `it has more than ${MAX_NAME_LENGTH} characters`;
  }
  return name.includes('\0') ? 'it holds a NUL character' : undefined;
}

/** Words that SQL text cannot use as a name without quotes (docs.snowflake.com, "Reserved & limited keywords"). */
const RESERVED = new Set(
  `ACCOUNT ALL ALTER AND ANY AS BETWEEN BY CASE CAST CHECK COLUMN CONNECT CONNECTION CONSTRAINT CREATE CROSS CURRENT
  CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER DATABASE DELETE DISTINCT DROP ELSE EXISTS FALSE FOLLOWING FOR
  FROM FULL GRANT GROUP GSCLUSTER HAVING ILIKE IN INCREMENT INNER INSERT INTERSECT INTO IS ISSUE JOIN LATERAL LEFT LIKE
  LOCALTIME LOCALTIMESTAMP MINUS NATURAL NOT NULL OF ON OR ORDER ORGANIZATION QUALIFY REGEXP REVOKE RIGHT RLIKE ROW ROWS
  SAMPLE SCHEMA SELECT SET SOME START TABLE TABLESAMPLE THEN TO TRIGGER TRUE TRY_CAST UNION UNIQUE UPDATE USING VALUES
  VIEW WHEN WHENEVER WHERE WITH`.split(/\s+/),
);

/** Writes a name for SQL: as it is if Snowflake reads it as it is, otherwise in double quotes. */
export function writeName(name: string): string {
  return /^[A-Z_][A-Z0-9_$]*$/.test(name) && !RESERVED.has(name) ? name : quoteIdentifier(name);
}

/** Folds a name as Snowflake folds an unquoted one: a plain word becomes upper case, anything else stays as it is. */
export function foldName(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_$]*$/.test(name) ? name.toUpperCase() : name;
}

/** One part of a name as SQL writes it, folded as Snowflake folds it. */
export function foldWritten(written: string): string {
  return written.startsWith('"') ? unquoteIdentifier(written) : foldName(written);
}

/** The name inside double quotes; the closing quote may be missing while a user types. */
function unquoteIdentifier(quoted: string): string {
  return quoted.replace(/^"|"$/g, '').replaceAll('""', '"');
}

/**
 * A name for the `sql` tag: `identifier('houses')` is the table HOUSES, `identifier('db.schema.houses')` a full name.
 * Parts in double quotes keep their case.
 */
export function identifier(name: string): Identifier {
  return new Identifier(nameParts(name).map(quoteIdentifier).join('.'));
}

/** Splits `db.schema.table` at its dots and folds each part as Snowflake does; quoted parts are taken literally. */
export function nameParts(name: string): readonly string[] {
  const parts = [...name.matchAll(/(?:"((?:[^"]|"")+)"|([^."]+))(\.|$)/gy)];
  const consumed = parts.reduce((length, part) => length + part[0].length, 0);
  if (parts.length === 0 || parts.length > 3 || consumed !== name.length || name.endsWith('.')) {
    throw new UserError(
      `"${name}" is not a name: write \`table\`, \`schema.table\` or \`database.schema.table\`, and put a part with a dot in double quotes.`,
    );
  }
  return parts.map((part) => (part[1] === undefined ? foldName(part[2]) : part[1].replaceAll('""', '"')));
}

/** A string literal of SQL. Snowflake also reads backslashes inside it. */
export function quoteText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
