import { SnowflakeError } from '../snowflake-error';

/** How values of a column travel: Snowflake's wire types (`snowflake-sdk/dist/lib/connection/result/data_types.js`). */
export type WireType =
  | 'fixed'
  | 'real'
  | 'text'
  | 'boolean'
  | 'date'
  | 'time'
  | 'timestamp_ntz'
  | 'timestamp_ltz'
  | 'timestamp_tz'
  | 'binary'
  | 'variant'
  | 'object'
  | 'array';

export interface ColumnType {
  readonly wire: WireType;
  readonly precision: number | null;
  readonly scale: number | null;
  /** The longest length: characters for text, bytes for binary. */
  readonly length: number | null;
}

const DEFAULT_PRECISION = 38;
/** The length of VARCHAR and BINARY that name none: https://docs.snowflake.com/en/sql-reference/data-types-text */
const DEFAULT_TEXT_LENGTH = 16_777_216;
const DEFAULT_BINARY_LENGTH = 8_388_608;
const FRACTION_DIGITS = 9;

const integer: ColumnType = { wire: 'fixed', precision: DEFAULT_PRECISION, scale: 0, length: null };
const real: ColumnType = { wire: 'real', precision: null, scale: null, length: null };

const plain = (wire: WireType): ColumnType => ({ wire, precision: null, scale: null, length: null });
const timed = (wire: WireType, digits: number): ColumnType => ({ wire, precision: 0, scale: digits, length: null });

const number = (precision = DEFAULT_PRECISION, scale = 0): ColumnType => ({ ...integer, precision, scale });
const text = (length = DEFAULT_TEXT_LENGTH): ColumnType => ({ ...plain('text'), length });
const binary = (length = DEFAULT_BINARY_LENGTH): ColumnType => ({ ...plain('binary'), length });
const ntz = (digits = FRACTION_DIGITS): ColumnType => timed('timestamp_ntz', digits);
const ltz = (digits = FRACTION_DIGITS): ColumnType => timed('timestamp_ltz', digits);
const tz = (digits = FRACTION_DIGITS): ColumnType => timed('timestamp_tz', digits);

/** Type names and their synonyms: https://docs.snowflake.com/en/sql-reference/intro-summary-data-types */
const TYPES: Readonly<Record<string, (...sizes: readonly number[]) => ColumnType>> = {
  NUMBER: number,
  DECIMAL: number,
  DEC: number,
  NUMERIC: number,
  INT: () => integer,
  INTEGER: () => integer,
  BIGINT: () => integer,
  SMALLINT: () => integer,
  TINYINT: () => integer,
  BYTEINT: () => integer,
  FLOAT: () => real,
  FLOAT4: () => real,
  FLOAT8: () => real,
  DOUBLE: () => real,
  'DOUBLE PRECISION': () => real,
  REAL: () => real,
  VARCHAR: text,
  STRING: text,
  TEXT: text,
  NVARCHAR: text,
  CHAR: (length = 1) => text(length),
  CHARACTER: (length = 1) => text(length),
  BINARY: binary,
  VARBINARY: binary,
  BOOLEAN: () => plain('boolean'),
  DATE: () => plain('date'),
  TIME: (digits = FRACTION_DIGITS) => timed('time', digits),
  DATETIME: ntz,
  TIMESTAMP: ntz,
  TIMESTAMP_NTZ: ntz,
  TIMESTAMPNTZ: ntz,
  TIMESTAMP_LTZ: ltz,
  TIMESTAMPLTZ: ltz,
  TIMESTAMP_TZ: tz,
  TIMESTAMPTZ: tz,
  VARIANT: () => plain('variant'),
  OBJECT: () => plain('object'),
  ARRAY: () => plain('array'),
};

/** The type that a statement names; throws Snowflake's error for an unknown name. */
export function columnTypeOf(name: string, sizes: readonly number[]): ColumnType {
  const make = Object.hasOwn(TYPES, name) ? TYPES[name] : undefined;
  if (make === undefined)
    throw new SnowflakeError('002040', '42601', `SQL compilation error:\nUnsupported data type '${name}'.`);
  const type = make(...sizes);
  if (type.wire === 'fixed' && ((type.precision ?? 0) > DEFAULT_PRECISION || (type.scale ?? 0) > (type.precision ?? 0)))
    throw new SnowflakeError(
      '002003',
      '42601',
      `SQL compilation error:\nInvalid number precision or scale '${name}(${sizes.join(',')})'. The precision is at most 38.`,
    );
  return type;
}

/** `NUMBER(38,0)`, `VARCHAR(16777216)`, … as DESCRIBE TABLE prints types. */
export function printColumnType(type: ColumnType): string {
  switch (type.wire) {
    case 'fixed':
      return `NUMBER(${type.precision},${type.scale})`;
    case 'real':
      return 'FLOAT';
    case 'text':
      return `VARCHAR(${type.length})`;
    case 'binary':
      return `BINARY(${type.length})`;
    case 'time':
    case 'timestamp_ntz':
    case 'timestamp_ltz':
    case 'timestamp_tz':
      return `${type.wire.toUpperCase()}(${type.scale})`;
    default:
      return type.wire.toUpperCase();
  }
}

/**
 * The DuckDB type that stores a column.
 *
 * Deviations: time stamps hold microseconds (Snowflake: nanoseconds); TIMESTAMP_TZ keeps the instant and loses its offset.
 */
export function duckdbTypeOf(type: ColumnType): string {
  switch (type.wire) {
    case 'fixed':
      return `DECIMAL(${type.precision},${type.scale})`;
    case 'real':
      return 'DOUBLE';
    case 'text':
      return 'VARCHAR';
    case 'binary':
      return 'BLOB';
    case 'timestamp_ntz':
      return 'TIMESTAMP';
    case 'timestamp_ltz':
    case 'timestamp_tz':
      return 'TIMESTAMPTZ';
    case 'variant':
    case 'object':
    case 'array':
      return 'JSON';
    default:
      return type.wire.toUpperCase();
  }
}

/** The Snowflake type of a column that DuckDB computed; `duckdbType` is DuckDB's own spelling, e.g. `DECIMAL(10,2)`. */
export function columnTypeOfDuckdb(duckdbType: string): ColumnType {
  const decimal = /^DECIMAL\((\d+),\s*(\d+)\)$/.exec(duckdbType);
  if (decimal !== null) return number(Number(decimal[1]), Number(decimal[2]));
  const known = DUCKDB_TYPES[duckdbType];
  if (known !== undefined) return known;
  if (duckdbType.endsWith('[]')) return plain('array');
  return /^(STRUCT|MAP)\(/.test(duckdbType) ? plain('object') : text();
}

const DUCKDB_TYPES: Readonly<Record<string, ColumnType | undefined>> = {
  BOOLEAN: plain('boolean'),
  UTINYINT: number(3),
  TINYINT: number(3),
  USMALLINT: number(5),
  SMALLINT: number(5),
  UINTEGER: number(10),
  INTEGER: number(10),
  UBIGINT: number(20),
  BIGINT: number(18),
  UHUGEINT: integer,
  HUGEINT: integer,
  FLOAT: real,
  DOUBLE: real,
  VARCHAR: text(),
  JSON: plain('variant'),
  BLOB: binary(),
  DATE: plain('date'),
  TIME: timed('time', FRACTION_DIGITS),
  TIMESTAMP: ntz(),
  TIMESTAMP_NS: ntz(),
  TIMESTAMP_MS: ntz(),
  TIMESTAMP_S: ntz(),
  'TIMESTAMP WITH TIME ZONE': ltz(),
};
