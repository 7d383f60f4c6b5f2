import type { CellValue, Column, TimestampColumn } from '../table/table';
import { CalendarDate } from './calendar-date';
import { Decimal } from './decimal';
import { decimalText, exactNumber, numberWithScale } from './decimal-digits';
import { isoDate, isoTime, type TimePoint } from './iso-time';
import { columnLength, textReader } from './text-column';
import { zoneOffsets } from './time-zone';
import { Timestamp } from './timestamp';

/** One object a row. */
export function rowsOfColumns(columns: readonly Column[]): Record<string, CellValue>[] {
  const cells = columns.map((column) => [column.name, columnCells(column)] as const);
  const rowCount = columns.length === 0 ? 0 : columnLength(columns[0]);
  return Array.from({ length: rowCount }, (_, row) =>
    Object.fromEntries(cells.map(([name, cell]) => [name, cell(row)])),
  );
}

/** Reads single cells of a column as JavaScript values. */
export function columnCells(column: Column): (row: number) => CellValue {
  return nullable(column, reader(column));
}

/** Reads single cells as text with all their digits: decimals by their scale, dates and timestamps as ISO 8601. */
export function columnTexts(column: Column): (row: number) => string | null {
  return nullable(column, writer(column));
}

/** Reads the points in time of a column, with the offset that each has. */
export function timePoints(column: TimestampColumn): (row: number) => TimePoint {
  const { values, nanoseconds, offsets, timeZone } = column;
  const zoneOffset = timeZone === undefined ? undefined : zoneOffsets(timeZone);
  return (row) => {
    const milliseconds = values[row];
    const offsetMinutes = offsets?.[row] ?? zoneOffset?.(milliseconds);
    return {
      milliseconds,
      nanoseconds: nanoseconds?.[row] ?? 0,
      ...(offsetMinutes === undefined ? {} : { offsetMinutes }),
    };
  };
}

function nullable<Value>({ nulls }: Column, read: (row: number) => Value): (row: number) => Value | null {
  return nulls === undefined ? read : (row) => (nulls[row] === 1 ? null : read(row));
}

function reader(column: Column): (row: number) => CellValue {
  switch (column.kind) {
    case 'boolean':
      return (row) => column.values[row] === 1;
    case 'bigint':
      return (row) => smallestInteger(column.values[row]);
    case 'decimal':
      return (row) => smallestDecimal(column.values[row], column.scale);
    case 'date':
      return (row) => new CalendarDate(column.values[row]);
    case 'timestamp': {
      const point = timePoints(column);
      return (row) => new Timestamp(point(row), column.timeZone);
    }
    case 'text':
      return textReader(column);
    case 'number':
      return (row) => column.values[row];
  }
}

function writer(column: Column): (row: number) => string {
  switch (column.kind) {
    case 'number': {
      const { values, scale = 0 } = column;
      return scale === 0 ? (row) => String(values[row]) : (row) => numberWithScale(values[row], scale);
    }
    case 'decimal':
      return (row) => decimalText(column.values[row], column.scale);
    case 'boolean':
      return (row) => String(column.values[row] === 1);
    case 'date':
      return (row) => isoDate(column.values[row]);
    case 'timestamp': {
      const point = timePoints(column);
      return (row) => isoTime(point(row));
    }
    case 'text':
      return textReader(column);
    case 'bigint':
      return (row) => String(column.values[row]);
  }
}

/** `count(*)` is NUMBER(18,0): people expect a number, so they get one wherever it is exact. */
function smallestInteger(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function smallestDecimal(unscaled: bigint, scale: number): number | bigint | Decimal {
  return exactNumber(unscaled, scale) ?? (scale === 0 ? unscaled : new Decimal(unscaled, scale));
}
