import { textColumn } from '../../values/text-column';
import { Texts } from '../../values/texts';
import type { Column, TimestampColumn } from '../table';

/** Numbers of rows, counted from 0. */
export type RowNumbers = Int32Array;

/** Stands among row numbers for a row that is not there: all its cells are null. */
export const NO_ROW = -1;

/** Some rows of a column, in the order of their numbers; kind, type, nanoseconds and offsets stay as they are. */
export function pickRows(column: Column, rows: RowNumbers): Column {
  const nulls = pickNulls(column.nulls, rows);
  const { name, type } = column;
  const base = {
    name,
    type,
    nullable: column.nullable || nulls !== undefined,
    ...(nulls === undefined ? {} : { nulls }),
  };
  switch (column.kind) {
    case 'number': {
      const values = picked(column.values, new Float64Array(rows.length), rows, Number.NaN);
      return { ...base, kind: 'number', values, ...(column.scale === undefined ? {} : { scale: column.scale }) };
    }
    case 'bigint':
      return { ...base, kind: 'bigint', values: pickBigInts(column.values, rows) };
    case 'decimal':
      return {
        ...base,
        kind: 'decimal',
        scale: column.scale,
        values: Array.from(rows, (row) => column.values[row] ?? 0n),
      };
    case 'boolean':
      return { ...base, kind: 'boolean', values: picked(column.values, new Uint8Array(rows.length), rows, 0) };
    case 'date':
      return { ...base, kind: 'date', values: picked(column.values, new Int32Array(rows.length), rows, 0) };
    case 'timestamp':
      return { ...base, ...pickTimes(column, rows) };
    case 'text':
      return textColumn(base, (column.texts ?? Texts.of(column.values)).pick(rows));
  }
}

type NumberArray = Float64Array | Int32Array | Int16Array | Uint8Array;

function picked<Values extends NumberArray>(from: Values, to: Values, rows: RowNumbers, missing: number): Values {
  for (let place = 0; place < rows.length; place += 1) {
    const row = rows[place];
    to[place] = row === NO_ROW ? missing : from[row];
  }
  return to;
}

/** In halves of 32 bits, since reading a bigint makes an object. */
function pickBigInts({ buffer, byteOffset, length }: BigInt64Array, rows: RowNumbers): BigInt64Array {
  const from = new Int32Array(buffer, byteOffset, length * 2);
  const to = new Int32Array(rows.length * 2);
  for (let place = 0; place < rows.length; place += 1) {
    const row = rows[place];
    if (row === NO_ROW) continue;
    to[2 * place] = from[2 * row];
    to[2 * place + 1] = from[2 * row + 1];
  }
  return new BigInt64Array(to.buffer);
}

function pickTimes(column: TimestampColumn, rows: RowNumbers): Omit<TimestampColumn, 'name' | 'type' | 'nullable'> {
  const { values, nanoseconds, offsets, timeZone } = column;
  return {
    kind: 'timestamp',
    values: picked(values, new Float64Array(rows.length), rows, 0),
    ...(nanoseconds === undefined ? {} : { nanoseconds: picked(nanoseconds, new Int32Array(rows.length), rows, 0) }),
    ...(offsets === undefined ? {} : { offsets: picked(offsets, new Int16Array(rows.length), rows, 0) }),
    ...(timeZone === undefined ? {} : { timeZone }),
  };
}

function pickNulls(nulls: Uint8Array | undefined, rows: RowNumbers): Uint8Array | undefined {
  if (nulls === undefined)
    return rows.includes(NO_ROW) ? Uint8Array.from(rows, (row) => (row === NO_ROW ? 1 : 0)) : undefined;
  const to = picked(nulls, new Uint8Array(rows.length), rows, 1);
  return to.includes(1) ? to : undefined;
}
