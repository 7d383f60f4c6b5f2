/** One column of a table. Values are typed arrays of length `rowCount`; a row is null where `nulls` has a 1. */
export type Column = NumberColumn | BigIntColumn | BooleanColumn | TextColumn | DateColumn | TimestampColumn;

interface ColumnBase {
  readonly name: string;
  /** The type as Snowflake names it, for example `FLOAT`, `NUMBER(38,0)`, `VARCHAR`. */
  readonly type: string;
  readonly nullable: boolean;
  /** One byte a row, 1 where the value is null; undefined where no value is. */
  readonly nulls?: Uint8Array;
}

/** FLOAT, and NUMBER with up to 15 digits. A null is also NaN in `values`. */
export interface NumberColumn extends ColumnBase {
  readonly kind: 'number';
  readonly values: Float64Array;
}

/** NUMBER(p,0) with more than 15 digits, where a double would lose digits. */
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
  readonly values: readonly string[];
}

export interface DateColumn extends ColumnBase {
  readonly kind: 'date';
  /** Days since 1970-01-01. */
  readonly values: Int32Array;
}

export interface TimestampColumn extends ColumnBase {
  readonly kind: 'timestamp';
  /** Nanoseconds since 1970-01-01T00:00:00; NTZ as if it were UTC. */
  readonly values: BigInt64Array;
}

/** A value of a cell as JavaScript sees it. */
export type CellValue = number | bigint | boolean | string | Date | null;
