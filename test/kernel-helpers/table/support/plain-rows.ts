import type { Column } from 'kernel-helpers/table/table';
import { columnTexts } from 'kernel-helpers/values/cells';

/** What rows are compared by, one value at a time and without any cleverness; null stands for null. */
export type PlainKey = number | bigint | string | null;

export function plainKey(column: Column, row: number): PlainKey {
  if (column.nulls?.[row] === 1) return null;
  switch (column.kind) {
    case 'number':
      return column.values[row] + 0;
    case 'timestamp':
      return BigInt(column.values[row]) * 1_000_000n + BigInt(column.nanoseconds?.[row] ?? 0);
    default:
      return column.values[row];
  }
}

/** Null last in both directions, NaN before it. */
export function comparePlain(left: PlainKey, right: PlainKey, descending = false): number {
  const places = [left, right].map((key) => (key === null ? 2 : Number.isNaN(key) ? 1 : 0));
  if (places[0] !== places[1] || places[0] > 0) return places[0] - places[1];
  const order =
    typeof left === 'string' && typeof right === 'string'
      ? Buffer.compare(Buffer.from(left), Buffer.from(right))
      : Number((left as number) > (right as number)) - Number((left as number) < (right as number));
  return descending ? -order : order;
}

export function isSame(left: PlainKey, right: PlainKey): boolean {
  return comparePlain(left, right) === 0;
}

/** Rows in groups of equal keys, in the order of the keys. */
export function plainGroups(columns: readonly Column[], rows: number): readonly (readonly number[])[] {
  const groups: number[][] = [];
  for (let row = 0; row < rows; row += 1) {
    const group = groups.find(([one]) =>
      columns.every((column) => isSame(plainKey(column, one), plainKey(column, row))),
    );
    if (group === undefined) groups.push([row]);
    else group.push(row);
  }
  return groups.sort(([one], [other]) => compareRows(columns, one, other));
}

export function compareRows(
  columns: readonly Column[],
  left: number,
  right: number,
  descending: readonly boolean[] = [],
): number {
  for (const [index, column] of columns.entries()) {
    const order = comparePlain(plainKey(column, left), plainKey(column, right), descending[index]);
    if (order !== 0) return order;
  }
  return 0;
}

/** The cells of some rows as text with all their digits; null for a row that is not there. */
export function cellsOf(column: Column, rows: readonly (number | null)[]): readonly (string | null)[] {
  const text = columnTexts(column);
  return rows.map((row) => (row === null ? null : text(row)));
}

export function allCells(column: Column): readonly (string | null)[] {
  return cellsOf(
    column,
    Array.from({ length: column.values.length }, (_, row) => row),
  );
}

/** The numbers of some rows without null, and the pairs where neither is null. */
export function plainNumbers(
  column: Column,
  other: Column,
  rows: readonly number[],
): { readonly numbers: readonly number[]; readonly pairs: readonly (readonly [number, number])[] } {
  const number = (one: Column, row: number): number =>
    one.kind === 'boolean' ? one.values[row] : Number(columnTexts(one)(row));
  const isKnown = (one: Column, row: number): boolean => one.nulls?.[row] !== 1;
  return {
    numbers: rows.filter((row) => isKnown(column, row)).map((row) => number(column, row)),
    pairs: rows
      .filter((row) => isKnown(column, row) && isKnown(other, row))
      .map((row) => [number(column, row), number(other, row)] as const),
  };
}

/** The sum as text: exact for all kinds but FLOAT. */
export function plainSum(column: Column, rows: readonly number[]): string | null {
  const known = rows.filter((row) => column.nulls?.[row] !== 1);
  if (known.length === 0) return null;
  if (column.type === 'FLOAT') {
    let total = 0;
    for (const row of known) total += Number(column.values[row]);
    return String(total);
  }
  const scale = 'scale' in column ? (column.scale ?? 0) : 0;
  const digits = known.reduce((total, row) => {
    const value = column.values[row];
    return total + (typeof value === 'bigint' ? value : BigInt(Math.round(Number(value) * 10 ** scale)));
  }, 0n);
  if (scale === 0) return String(digits);
  const text = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0');
  return `${digits < 0n ? '-' : ''}${text.slice(0, -scale)}.${text.slice(-scale)}`;
}
