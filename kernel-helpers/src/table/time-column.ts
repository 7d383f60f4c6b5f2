import { UserError } from '../errors';
import { CalendarDate } from '../values/calendar-date';
import { Timestamp } from '../values/timestamp';
import type { DateColumn, TimestampColumn } from './table';

const MILLISECONDS_A_DAY = 86_400_000;

interface ColumnBase {
  readonly name: string;
  readonly nullable: boolean;
  readonly nulls?: Uint8Array;
}

export function dateColumn(base: ColumnBase, cells: readonly unknown[]): DateColumn {
  const values = Int32Array.from(cells, (cell) => (cell instanceof CalendarDate ? cell.days : 0));
  return { ...base, kind: 'date', type: 'DATE', values };
}

/** Dates that are all at midnight in UTC are a DATE; otherwise they are instants, as every Date is: TIMESTAMP_LTZ. */
export function instantColumn(base: ColumnBase, cells: readonly unknown[]): DateColumn | TimestampColumn {
  const values = Float64Array.from(cells, (cell) => (cell instanceof Date ? cell.getTime() : 0));
  if (values.some(Number.isNaN)) throw new UserError(`Column ${base.name} holds an invalid Date.`);
  if (values.every((value) => value % MILLISECONDS_A_DAY === 0)) {
    const days = Int32Array.from(values, (value) => value / MILLISECONDS_A_DAY);
    return { ...base, kind: 'date', type: 'DATE', values: days };
  }
  return { ...base, kind: 'timestamp', type: 'TIMESTAMP_LTZ(9)', values, timeZone: 'UTC' };
}

/** A column of Timestamps of one type. */
export function timestampColumn(base: ColumnBase, cells: readonly unknown[], type: TimestampType): TimestampColumn {
  const stamps = cells.map((cell) => (cell instanceof Timestamp ? cell : undefined));
  const nanoseconds = Int32Array.from(stamps, (stamp) => stamp?.nanoseconds ?? 0);
  const timeZone = stamps.find((stamp) => stamp !== undefined)?.timeZone;
  return {
    ...base,
    kind: 'timestamp',
    type: `${type}(9)`,
    values: Float64Array.from(stamps, (stamp) => stamp?.milliseconds ?? 0),
    ...(nanoseconds.some((value) => value !== 0) ? { nanoseconds } : {}),
    ...(type === 'TIMESTAMP_TZ' ? { offsets: Int16Array.from(stamps, (stamp) => stamp?.offsetMinutes ?? 0) } : {}),
    ...(type === 'TIMESTAMP_LTZ' ? { timeZone } : {}),
  };
}

export type TimestampType = 'TIMESTAMP_NTZ' | 'TIMESTAMP_LTZ' | 'TIMESTAMP_TZ';

export function timestampType({ offsetMinutes, timeZone }: Timestamp): TimestampType {
  if (timeZone !== undefined) return 'TIMESTAMP_LTZ';
  return offsetMinutes === undefined ? 'TIMESTAMP_NTZ' : 'TIMESTAMP_TZ';
}
