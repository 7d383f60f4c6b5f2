import { InternalError, PlatformError } from 'kernel-helpers/errors';
import type { ColumnPlan } from 'kernel-helpers/snowflake/result/column-plan';
import { decimalOf } from 'kernel-helpers/snowflake/result/decimal-text';
import { booleanOf } from 'kernel-helpers/snowflake/result/wire-values';
import type { PlannedFeature, RowPlan } from '../row-plan';

/** How the cells of one column of the result become 32-bit numbers. */
export interface CellReader {
  /** The place of the column among those of a batch: features in their order, label, weight. Undefined: not used. */
  readonly place?: number;
  /** True if most cells are plain digits, which are read without making a text of them. */
  readonly isNumber: boolean;
  /** The number of a cell that has another form. */
  readonly toNumber: (text: string) => number;
}

/** What each column of the result becomes. */
export function cellReaders(columns: readonly ColumnPlan[], plan: RowPlan): readonly CellReader[] {
  const places = placesOf(plan);
  for (const name of places.keys()) {
    if (!columns.some((column) => column.name === name)) throw new InternalError(`The result has no column ${name}.`);
  }
  return columns.map((column) => {
    const found = places.get(column.name);
    if (found === undefined) return { isNumber: false, toNumber: () => Number.NaN };
    const { place, words } = found;
    if (words !== undefined) return { place, isNumber: false, toNumber: placeInWords(column, words) };
    return { place, isNumber: column.kind !== 'boolean', toNumber: numberIn(column) };
  });
}

/** How many columns a batch has. */
export function batchWidth({ features, weight }: RowPlan): number {
  return features.length + (weight === undefined ? 1 : 2);
}

interface Place {
  readonly place: number;
  /** The texts of a column of words: each becomes its place in this list. */
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

function numberIn({ name, type, kind }: ColumnPlan): (text: string) => number {
  const parse = kind === 'boolean' ? booleanOf : decimalOf;
  return (text) => {
    const value = parse(text);
    if (value !== undefined) return value;
    throw new PlatformError(
      `Column ${name} is ${type}, but Snowflake's result holds "${text.slice(0, 40)}" in it. Start the job again.`,
      { facts: { column: name } },
    );
  };
}

function placeInWords({ name }: ColumnPlan, words: readonly string[]): (text: string) => number {
  const places = new Map(words.map((word, place) => [word, place]));
  return (text) => {
    const place = places.get(text);
    if (place !== undefined) return place;
    throw new PlatformError(
      `Column ${name} holds ${JSON.stringify(text.slice(0, 40))}, which it did not hold when the job listed its texts. Do not change the table while a job starts; start the job again.`,
      { facts: { column: name } },
    );
  };
}
