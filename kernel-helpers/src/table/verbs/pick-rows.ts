import { columnLength, textColumn } from '../../values/text-column';
import { Texts } from '../../values/texts';
import type { Column, TextColumn, TimestampColumn } from '../table';
import { pickBigInts, pickBytes, pickFloats, pickShorts, pickWholes } from './pick-values';
import type { RowNumbers } from './row-numbers';
import { picksInOrder, type RowPicks, rowPicks } from './row-picks';

/** Some rows of a column, in the order of their numbers; kind, type, nanoseconds and offsets stay as they are. */
export function pickRows(column: Column, rows: RowNumbers): Column {
  return pickedColumn(column, rowPicks(rows));
}

/** The same rows of several columns. */
export function pickRowsOfAll(columns: readonly Column[], rows: RowNumbers): readonly Column[] {
  const picks = rowPicks(rows);
  return columns.map((column) => pickedColumn(column, picks));
}

/** As pickRowsOfAll(), of rows that are all there, each at most once, in the order of their numbers. */
export function pickRowsInOrder(columns: readonly Column[], rows: RowNumbers, rowCount: number): readonly Column[] {
  const picks = picksInOrder(rows, rowCount);
  return columns.map((column) => pickedColumn(column, picks));
}

/** A column of which all rows are picked in their order is shared, not copied. */
export function pickedColumn(column: Column, picks: RowPicks): Column {
  if (picks.allOf === columnLength(column)) return column;
  const nulls = pickNulls(column.nulls, picks);
  const { name, type } = column;
  const nullable = column.nullable || nulls !== undefined;
  const base = { name, type, nullable, ...(nulls === undefined ? {} : { nulls }) };
  switch (column.kind) {
    case 'number': {
      const values = pickFloats(column.values, picks, Number.NaN);
      return { ...base, kind: 'number', values, ...(column.scale === undefined ? {} : { scale: column.scale }) };
    }
    case 'bigint':
      return { ...base, kind: 'bigint', values: pickBigInts(column.values, picks) };
    case 'decimal': {
      const values = Array.from(picks.rows, (row) => column.values[row] ?? 0n);
      return { ...base, kind: 'decimal', scale: column.scale, values };
    }
    case 'boolean':
      return { ...base, kind: 'boolean', values: pickBytes(column.values, picks, 0) };
    case 'date':
      return { ...base, kind: 'date', values: pickWholes(column.values, picks) };
    case 'timestamp':
      return { ...base, ...pickTimes(column, picks) };
    case 'text':
      return textColumn(base, pickTexts(column, picks));
  }
}

function pickTimes(column: TimestampColumn, picks: RowPicks): Omit<TimestampColumn, 'name' | 'type' | 'nullable'> {
  const { values, nanoseconds, offsets, timeZone } = column;
  return {
    kind: 'timestamp',
    values: pickFloats(values, picks, 0),
    ...(nanoseconds === undefined ? {} : { nanoseconds: pickWholes(nanoseconds, picks) }),
    ...(offsets === undefined ? {} : { offsets: pickShorts(offsets, picks) }),
    ...(timeZone === undefined ? {} : { timeZone }),
  };
}

/** Where many texts are equal, only the numbers of their words are copied; to find those pays for scattered rows. */
function pickTexts(column: TextColumn, picks: RowPicks): Texts {
  const texts = column.texts ?? Texts.of(column.values);
  const found = picks.isScattered ? texts.fewWords() : texts.knownWords;
  if (found === undefined) return texts.pick(picks.rows);
  const { words, codes } = found;
  return Texts.ofWords({
    words: picks.hasMissing ? [...words, ''] : words,
    codes: pickWholes(codes, picks, words.length),
  });
}

function pickNulls(nulls: Uint8Array | undefined, picks: RowPicks): Uint8Array | undefined {
  if (nulls === undefined && !picks.hasMissing) return undefined;
  const picked = nulls === undefined ? missingOf(picks) : pickBytes(nulls, picks, 1);
  return picked.includes(1) ? picked : undefined;
}

function missingOf({ rows, placed }: RowPicks): Uint8Array {
  const missing = new Uint8Array(rows.length).fill(1);
  const places = placed?.places ?? new Int32Array();
  for (let index = 0; index < places.length; index += 1) missing[places[index]] = 0;
  return missing;
}
