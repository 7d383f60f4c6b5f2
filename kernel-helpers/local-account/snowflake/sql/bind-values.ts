import { z } from 'zod';
import { SnowflakeError, unsupported } from '../snowflake-error';
import { scan, type Token } from './scan';

/** One bound value, or a column of them, as the drivers send it: the type of the value and its text. */
export const binding = z.object({
  type: z.string(),
  value: z.union([z.string(), z.null(), z.array(z.union([z.string(), z.null()]))]),
  fmt: z.string().nullish(),
});
export type Binding = z.infer<typeof binding>;

/** A column of an array bind. */
export interface BoundColumn {
  readonly name: string;
  /** What the driver calls the values' type. */
  readonly type: string;
  readonly values: readonly (string | null)[];
}

export interface BoundStatement {
  /** The statement with every `?` replaced: by a literal, or by the name of a column of `rows`. */
  readonly sql: string;
  /** The columns of an array bind; null when every value is single. */
  readonly rows: readonly BoundColumn[] | null;
}

/** Puts bound values into a statement as typed literals; `:1` counts like `?`. Throws when a place has no value. */
export function bindValues(sql: string, bindings: Readonly<Record<string, Binding>>): BoundStatement {
  const keys = Object.keys(bindings);
  if (keys.length === 0) return { sql, rows: null };
  const isArray = keys.some((key) => Array.isArray(bindings[key]?.value));
  const columns = new Map<string, BoundColumn>();
  let position = 0;
  const replaced = replacePlaces(sql, (place) => {
    position += 1;
    const key = place ?? String(position);
    const bound = bindings[key];
    if (bound === undefined)
      throw new SnowflakeError(
        '002049',
        '42601',
        `SQL compilation error: error line 1\nBind variable ${place === null ? '?' : `:${key}`} not set.`,
      );
    if (!isArray) return literalOf(bound.type, singleValue(bound));
    const name = `BIND_${key}`;
    columns.set(name, { name, type: bound.type.toUpperCase(), values: columnOf(bound) });
    // The table of bound rows holds bytes already.
    return bound.type.toUpperCase() === 'BINARY' ? `"${name}"` : castOf(bound.type, `"${name}"`);
  });
  return { sql: replaced, rows: isArray ? [...columns.values()] : null };
}

/** Replaces every `?` and every `:1`. */
function replacePlaces(sql: string, replacement: (place: string | null) => string): string {
  const tokens = scan(sql);
  let result = '';
  let done = 0;
  for (const [index, token] of tokens.entries()) {
    const place = placeAt(tokens, index);
    if (place === undefined) continue;
    result += sql.slice(done, token.start) + replacement(place.key);
    done = place.end;
  }
  return result + sql.slice(done);
}

function placeAt(
  tokens: readonly Token[],
  index: number,
): { readonly key: string | null; readonly end: number } | undefined {
  const token = tokens[index];
  const next = tokens[index + 1];
  if (token?.kind === 'bind') return { key: null, end: token.end };
  const isColon =
    token?.kind === 'symbol' && token.value === ':' && next?.kind === 'number' && next.start === token.end;
  // `v:1` is a path into a semi-structured value, `:1` stands alone.
  const before = tokens[index - 1];
  const standsAlone = before === undefined || before.end < (token?.start ?? 0) || before.kind === 'symbol';
  return isColon && standsAlone ? { key: next.value, end: next.end } : undefined;
}

function singleValue({ value }: Binding): string | null {
  return Array.isArray(value) ? (value[0] ?? null) : value;
}

function columnOf({ type, value }: Binding): readonly (string | null)[] {
  const values = Array.isArray(value) ? value : [value];
  return values.map((text) => (text === null || !TIMES.has(type.toUpperCase()) ? text : timeText(type, text)));
}

const TIMES = new Set(['DATE', 'TIME', 'TIMESTAMP', 'TIMESTAMP_NTZ', 'TIMESTAMP_LTZ', 'TIMESTAMP_TZ']);

/** A text of Snowflake SQL. The backslash escapes in a literal; a NUL cannot stand in one, since the engine's text ends there. */
function quoteLiteral(text: string): string {
  const parts = text.split('\0').map((part) => `'${part.replace(/['\\]/g, (character) => `\\${character}`)}'`);
  return parts.length === 1 ? parts.join('') : `(${parts.join(' || CHR(0) || ')})`;
}

/** A literal of Snowflake SQL. */
function literalOf(type: string, value: string | null): string {
  if (value === null) return 'NULL';
  const text = quoteLiteral(value);
  switch (type.toUpperCase()) {
    case 'TEXT':
    case 'ANY':
      return text;
    case 'FIXED':
      return isNumber(value) ? value : castOf('REAL', text);
    case 'VARIANT':
      return isJson(value) ? `PARSE_JSON(${text})` : text;
    case 'REAL':
      return castOf('REAL', text);
    case 'BOOLEAN':
      return /^(true|1)$/i.test(value) ? 'TRUE' : 'FALSE';
    default:
      return castOf(type, quoteLiteral(TIMES.has(type.toUpperCase()) ? timeText(type, value) : value));
  }
}

function isNumber(value: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(value);
}

/** The Node driver binds objects as VARIANT with their JSON, and dates as VARIANT with their text (`buildBindsMap`). */
function isJson(value: string): boolean {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}

/** The cast that gives a bound text its type. */
function castOf(type: string, sql: string): string {
  // Bytes travel as hexadecimal digits (`_bytes_to_snowflake_bindings` of the Python connector); CAST is left to mean what it does in SQL.
  if (type.toUpperCase() === 'BINARY') return `TO_BINARY(${sql})`;
  const name = CASTS[type.toUpperCase()];
  if (name === undefined) throw unsupported(`a bound value of type ${type}`);
  return name === null ? sql : `CAST(${sql} AS ${name})`;
}

const CASTS: Readonly<Record<string, string | null | undefined>> = {
  ANY: null,
  TEXT: null,
  // As text, so that no digit is lost; the column it goes to decides.
  FIXED: null,
  REAL: 'FLOAT',
  BOOLEAN: 'BOOLEAN',
  // As text: the column that it goes to decides.
  VARIANT: null,
  DATE: 'DATE',
  TIME: 'TIME',
  TIMESTAMP: 'TIMESTAMP_NTZ',
  TIMESTAMP_NTZ: 'TIMESTAMP_NTZ',
  TIMESTAMP_LTZ: 'TIMESTAMP_LTZ',
  TIMESTAMP_TZ: 'TIMESTAMP_TZ',
};

const NANOSECONDS = 1_000_000_000n;

/** Drivers send dates as milliseconds and times and time stamps as nanoseconds, or as text. */
function timeText(type: string, value: string): string {
  const [count = '', zone] = value.split(' ');
  if (!/^-?\d+$/.test(count) || (zone !== undefined && !/^\d+$/.test(zone))) return value;
  const number = BigInt(count);
  switch (type.toUpperCase()) {
    case 'DATE':
      return new Date(Number(number)).toISOString().slice(0, 10);
    case 'TIME':
      return `${new Date(Number(number / 1_000_000n)).toISOString().slice(11, 19)}.${fraction(number)}`;
    default: {
      const seconds = (number - (((number % NANOSECONDS) + NANOSECONDS) % NANOSECONDS)) / NANOSECONDS;
      const hasZone = type.toUpperCase() === 'TIMESTAMP_LTZ' || type.toUpperCase() === 'TIMESTAMP_TZ';
      const minutesEast = zone === undefined ? 0 : Number(zone) - MINUTES_OF_A_DAY;
      const wallClock = new Date((Number(seconds) + (hasZone ? minutesEast * 60 : 0)) * 1000).toISOString();
      return `${wallClock.slice(0, 19).replace('T', ' ')}.${fraction(number)}${hasZone ? printOffset(minutesEast) : ''}`;
    }
  }
}

/**
 * The text of a date or time stamp that came as the text of a whole number: how large it is tells the unit that it counts
 * since 1970, and a negative one counts seconds (https://docs.snowflake.com/en/sql-reference/functions/to_timestamp).
 */
export function timeTextOfNumber(type: string, text: string): string {
  // With an offset it is what a driver counts: nanoseconds.
  if (/^-?\d+ \d+$/.test(text)) return timeText(type, text);
  if (!/^-?\d+$/.test(text)) return text;
  const count = BigInt(text);
  const [, perSecond = 1n] = UNITS.find(([below]) => count < below) ?? [];
  const nanoseconds = (count * NANOSECONDS) / perSecond;
  return timeText(type, String(type === 'DATE' ? nanoseconds / 1_000_000n : nanoseconds));
}

const UNITS: readonly (readonly [below: bigint, perSecond: bigint])[] = [
  [31_536_000_000n, 1n],
  [31_536_000_000_000n, 1_000n],
  [31_536_000_000_000_000n, 1_000_000n],
  [10n ** 30n, NANOSECONDS],
];

/** Drivers send the minutes east of UTC with those of a day added, so that they are never negative. */
const MINUTES_OF_A_DAY = 1440;

function printOffset(minutesEast: number): string {
  const minutes = Math.abs(minutesEast);
  const [hour, minute] = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0'));
  return `${minutesEast < 0 ? '-' : '+'}${hour}:${minute}`;
}

function fraction(nanoseconds: bigint): string {
  const rest = ((nanoseconds % NANOSECONDS) + NANOSECONDS) % NANOSECONDS;
  return String(rest / 1000n).padStart(6, '0');
}
