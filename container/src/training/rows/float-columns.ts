import { InternalError, PlatformError } from 'kernel-helpers/errors';
import type { ColumnPlan } from 'kernel-helpers/snowflake/result/column-plan';
import { emptyColumns, type PieceColumn, type PieceOf } from 'kernel-helpers/snowflake/result/piece-column';
import type { PlannedFeature, RowPlan } from '../row-plan';

/** How a column of the result becomes 32-bit numbers. Plain data. */
export interface FloatColumn {
  /** How it is read: numbers straight to 32 bits, a column that is not used as text. */
  readonly read: ColumnPlan;
  /** The place of the column among those of a batch: features in their order, label, weight. Undefined: not used. */
  readonly place?: number;
  /** The texts of a column of words: each becomes its place in this list. */
  readonly words?: readonly string[];
}

/** What each column of the result becomes. */
export function floatColumns(columns: readonly ColumnPlan[], plan: RowPlan): readonly FloatColumn[] {
  const places = placesOf(plan);
  for (const name of places.keys()) {
    if (!columns.some((column) => column.name === name)) throw new InternalError(`The result has no column ${name}.`);
  }
  return columns.map((column): FloatColumn => {
    const found = places.get(column.name);
    if (found === undefined || found.words !== undefined) return { ...found, read: { ...column, ...AS_TEXT } };
    return { ...found, read: column.kind === 'boolean' ? column : { ...column, ...AS_FLOAT } };
  });
}

/** How many columns a batch has. */
export function batchWidth({ features, weight }: RowPlan): number {
  return features.length + (weight === undefined ? 1 : 2);
}

/** Memory for a piece: its numbers are written straight to the columns of the batch. */
export function roomForPiece(
  columns: readonly FloatColumn[],
  batch: readonly Float32Array[],
  rowCount: number,
): readonly PieceColumn[] {
  return columns.flatMap(({ read, place }) =>
    place !== undefined && read.kind === 'float32'
      ? [{ plan: read, kind: read.kind, values: batch[place] }]
      : emptyColumns([read], rowCount),
  );
}

/** Writes to the batch what is no number: a boolean becomes 0 or 1, a word its place. */
export function writeOthers(
  columns: readonly FloatColumn[],
  piece: readonly PieceColumn[],
  batch: readonly Float32Array[],
): void {
  for (const [index, { place, words }] of columns.entries()) {
    if (place === undefined) continue;
    const column = piece[index];
    if (column.kind === 'boolean') batch[place].set(column.values);
    else if (column.kind === 'text') writePlaces(column, words ?? [], batch[place]);
    else continue;
    column.nulls?.forEach((isNull, row) => {
      if (isNull === 1) batch[place][row] = Number.NaN;
    });
  }
}

/** A number of any type is the nearest one of 32 bits. */
const AS_FLOAT = { kind: 'float32', longDigits: 'rounded', hasOffsets: false, isTime: false } as const;
const AS_TEXT = { kind: 'text', hasOffsets: false, isTime: false } as const;

interface Place {
  readonly place: number;
  readonly words?: readonly string[];
}

function placesOf({ features, target, classes, weight }: RowPlan): ReadonlyMap<string, Place> {
  const wordsOf = (feature: PlannedFeature) => (feature.encoding === 'category' ? feature.categories : undefined);
  return new Map<string, Place>([
    ...features.map((feature, place): [string, Place] => [feature.name, { place, words: wordsOf(feature) }]),
    [target, { place: features.length, words: classes }],
    ...(weight === undefined ? [] : [[weight, { place: features.length + 1 }] satisfies [string, Place]]),
  ]);
}

function writePlaces(
  { plan, texts, nulls }: PieceColumn & PieceOf<'text'>,
  words: readonly string[],
  values: Float32Array,
): void {
  const places = new Map(words.map((word, place) => [word, place]));
  const { bytes, offsets } = texts;
  const utf8 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let row = 0; row < offsets.length - 1; row += 1) {
    if (nulls?.[row] === 1) continue;
    const text = utf8.toString('utf8', offsets[row], offsets[row + 1]);
    values[row] = places.get(text) ?? refuse(plan, text);
  }
}

function refuse({ name }: ColumnPlan, text: string): never {
  throw new PlatformError(
    `Column ${name} holds ${JSON.stringify(text.slice(0, 40))}, which it did not hold when the job listed its texts. Do not change the table while a job starts; start the job again.`,
    { facts: { column: name } },
  );
}
