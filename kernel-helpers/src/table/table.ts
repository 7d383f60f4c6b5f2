import type { CalendarDate } from '../values/calendar-date';
import type { Decimal } from '../values/decimal';
import type { Texts } from '../values/texts';
import type { Timestamp } from '../values/timestamp';

/** One column of a table. Values are typed arrays of length `rowCount`; a row is null where `nulls` has a 1. */
export type Column =
  | NumberColumn
  | BigIntColumn
  | DecimalColumn
  | BooleanColumn
  | TextColumn
  | DateColumn
  | TimestampColumn;

/**
 * What all columns have.
 * @elsewhere valueCounts, unique, value_counts, nunique: table.valueCounts('CITY')
 * @elsewhere mean, sum, min, max, median, std: table.aggregate({ price: mean('PRICE') })
 * @elsewhere isNull, isna, isnull, describe: table.describe()
 * @elsewhere hist, plot: histogram(table, { x: 'PRICE' })
 * @elsewhere map, filter: table.toRows()
 */
interface ColumnBase {
  readonly name: string;
  /** The type as Snowflake names it, for example `FLOAT`, `NUMBER(38,0)`, `VARCHAR`. */
  readonly type: string;
  readonly nullable: boolean;
  /** One byte a row, 1 where the value is null; undefined if no value is null. */
  readonly nulls?: Uint8Array;
}

/** FLOAT, and NUMBER where numbers hold all digits of all values. A null is also NaN in `values`. */
export interface NumberColumn extends ColumnBase {
  readonly kind: 'number';
  readonly values: Float64Array;
  /** Decimals of a NUMBER(p,s): 1.1 with scale 2 is shown as 1.10. Undefined for FLOAT. */
  readonly scale?: number;
}

/** NUMBER where some value has more digits than a number, and than 64 bits, can hold. */
export interface DecimalColumn extends ColumnBase {
  readonly kind: 'decimal';
  /** Digits without the point: each value times 10 to the power of `scale`. 0n where the value is null. */
  readonly values: readonly bigint[];
  readonly scale: number;
}

/** NUMBER(p,0) with more than 15 digits, where a number would lose digits. */
export interface BigIntColumn extends ColumnBase {
  readonly kind: 'bigint';
  readonly values: BigInt64Array;
}

export interface BooleanColumn extends ColumnBase {
  readonly kind: 'boolean';
  /** 0 or 1. */
  readonly values: Uint8Array;
}

/** VARCHAR, and every type that has no column kind of its own (its text as Snowflake writes it). */
export interface TextColumn extends ColumnBase {
  readonly kind: 'text';
  /** Strings, made of the bytes that came when they are first asked for. */
  readonly values: readonly string[];
  /** The same texts, without making strings of those that nobody looks at. */
  readonly texts?: Texts;
}

export interface DateColumn extends ColumnBase {
  readonly kind: 'date';
  /** Days since 1970-01-01. */
  readonly values: Int32Array;
}

/**
 * TIMESTAMP_NTZ has neither offsets nor a time zone: it is not an instant. TIMESTAMP_LTZ has the time zone of the
 * session that read it, TIMESTAMP_TZ an offset in each row.
 */
export interface TimestampColumn extends ColumnBase {
  readonly kind: 'timestamp';
  /** Milliseconds since 1970-01-01T00:00:00Z; NTZ as if its clock showed UTC. */
  readonly values: Float64Array;
  /** Nanoseconds beyond the millisecond, from 0 to 999,999; undefined where all are 0. */
  readonly nanoseconds?: Int32Array;
  /** Minutes east of UTC. */
  readonly offsets?: Int16Array;
  /** For example `America/Los_Angeles`. */
  readonly timeZone?: string;
}

/** A value of a cell as JavaScript sees it. */
export type CellValue = number | bigint | Decimal | boolean | string | CalendarDate | Timestamp | null;
