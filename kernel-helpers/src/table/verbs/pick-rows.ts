import { textColumn } from '../../values/text-column';
import { Texts } from '../../values/texts';
import type { Column, TimestampColumn } from '../table';
import { pickBigInts, pickBytes, pickFloats, pickShorts, pickWholes } from './pick-values';
import { NO_ROW, type RowNumbers } from './row-numbers';

/** Some rows of a column, in the order of their numbers; kind, type, nanoseconds and offsets stay as they are. */
export function pickRows(column: Column, rows: RowNumbers): Column {
  const nulls = pickNulls(column.nulls, rows);
  const { name, type } = column;
  const nullable = column.nullable || nulls !== undefined;
  const base = { name, type, nullable, ...(nulls === undefined ? {} : { nulls }) };
  switch (column.kind) {
    case 'number': {
      const values = pickFloats(column.values, rows, Number.NaN);
      return { ...base, kind: 'number', values, ...(column.scale === undefined ? {} : { scale: column.scale }) };
    }
    case 'bigint':
      return { ...base, kind: 'bigint', values: pickBigInts(column.values, rows) };
    case 'decimal': {
      const values = Array.from(rows, (row) => column.values[row] ?? 0n);
      return { ...base, kind: 'decimal', scale: column.scale, values };
    }
    case 'boolean':
      return { ...base, kind: 'boolean', values: pickBytes(column.values, rows, 0) };
    case 'date':
      return { ...base, kind: 'date', values: pickWholes(column.values, rows) };
    case 'timestamp':
      return { ...base, ...pickTimes(column, rows) };
    case 'text':
      return textColumn(base, (column.texts ?? Texts.of(column.values)).pick(rows));
  }
}

function pickTimes(column: TimestampColumn, rows: RowNumbers): Omit<TimestampColumn, 'name' | 'type' | 'nullable'> {
  const { values, nanoseconds, offsets, timeZone } = column;
  return {
    kind: 'timestamp',
    values: pickFloats(values, rows, 0),
    ...(nanoseconds === undefined ? {} : { nanoseconds: pickWholes(nanoseconds, rows) }),
    ...(offsets === undefined ? {} : { offsets: pickShorts(offsets, rows) }),
    ...(timeZone === undefined ? {} : { timeZone }),
  };
}

function pickNulls(nulls: Uint8Array | undefined, rows: RowNumbers): Uint8Array | undefined {
  if (nulls === undefined && !rows.includes(NO_ROW)) return undefined;
  const picked = pickBytes(nulls ?? new Uint8Array(), rows, 1);
  return picked.includes(1) ? picked : undefined;
}
