import { columnTexts } from '../../values/cells';
import { columnLength } from '../../values/text-column';
import type { JoinKind } from '../row-types';
import type { Column } from '../table';
import type { KeyPair } from './join-columns';
import { NO_ROW, type RowNumbers } from './pick-rows';
import { valueKeys } from './value-keys';

/** For each row of the joined table, the rows of both tables that it is made of. */
export interface JoinedRows {
  readonly left: RowNumbers;
  readonly right: RowNumbers;
}

/**
 * Finds the rows that belong together. They come in the order of the left table, and those of the right table that found
 * no partner after them; a right join is in the order of the right table. Null equals nothing, as in SQL.
 */
export function joinRows(pairs: readonly KeyPair[], rows: readonly [number, number], how: JoinKind): JoinedRows {
  if (how === 'right') {
    const { left, right } = joinRows(
      pairs.map(([ours, theirs]) => [theirs, ours]),
      [rows[1], rows[0]],
      'left',
    );
    return { left: right, right: left };
  }
  const keyOf = rowKeys(
    pairs.map(([ours]) => ours),
    pairs,
  );
  const otherKeyOf = rowKeys(
    pairs.map(([, theirs]) => theirs),
    pairs,
  );
  const partners = new Map<string, number[]>();
  for (let row = 0; row < rows[1]; row += 1) {
    const key = otherKeyOf(row);
    if (key === undefined) continue;
    const known = partners.get(key);
    if (known === undefined) partners.set(key, [row]);
    else known.push(row);
  }
  const left: number[] = [];
  const right: number[] = [];
  const found = new Uint8Array(rows[1]);
  for (let row = 0; row < rows[0]; row += 1) {
    const key = keyOf(row);
    const matches = (key === undefined ? undefined : partners.get(key)) ?? (how === 'inner' ? [] : [NO_ROW]);
    for (const match of matches) {
      left.push(row);
      right.push(match);
      if (match !== NO_ROW) found[match] = 1;
    }
  }
  if (how === 'full') {
    found.forEach((isFound, row) => {
      if (isFound === 1) return;
      left.push(NO_ROW);
      right.push(row);
    });
  }
  return { left: Int32Array.from(left), right: Int32Array.from(right) };
}

function rowKeys(columns: readonly Column[], pairs: readonly KeyPair[]): (row: number) => string | undefined {
  const readers = columns.map((column, index) => keyTexts(column, pairs[index]));
  return (row) => {
    const parts = readers.map((read) => read(row));
    return parts.includes(null) ? undefined : JSON.stringify(parts);
  };
}

function keyTexts(column: Column, [ours, theirs]: KeyPair): (row: number) => string | null {
  if (ours.kind === theirs.kind && ours.kind !== 'decimal') {
    const key = valueKeys(column);
    return (row) => key(row)?.toString() ?? null;
  }
  const text = columnTexts({ ...column, ...(column.kind === 'number' ? { scale: 0 } : {}) } as Column);
  return (row) =>
    text(row)
      ?.replace(/(\.\d*?)0+$/, '$1')
      .replace(/\.$/, '') ?? null;
}

/** How many rows the columns have. */
export function rowsIn(columns: readonly Column[]): number {
  return columns.length === 0 ? 0 : columnLength(columns[0]);
}
