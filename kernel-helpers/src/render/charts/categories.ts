import { CalendarDate } from '../../values/calendar-date';
import { Decimal } from '../../values/decimal';
import { Timestamp } from '../../values/timestamp';
import { formatCount, formatValue } from '../format-value';
import type { Tabular, TabularColumn } from '../tabular';

/** The values of a column as groups of rows. */
export interface Categories {
  /** The column's name. */
  readonly name: string;
  /** How the values are written, in order. */
  readonly labels: readonly string[];
  /** For each row the place of its value, or -1 where it is missing. */
  readonly codes: Int32Array;
  /** The same with the values that are left out, where some are. */
  readonly allCodes?: Int32Array;
  /** Rows of each value. */
  readonly counts: readonly number[];
  /** True for numbers, times and booleans, which have an order of their own; texts come as the rows bring them. */
  readonly isOrdered: boolean;
  /** What a reader has to know, such as that only some of the values are shown. */
  readonly remark?: string;
}

export const OTHER = 'other';

/** Groups the rows of a table by the values of a column. */
export function categoriesOf({ rowCount }: Tabular, { name, valueAt, numbers }: TabularColumn): Categories {
  const places = new Map<unknown, number>();
  const values: unknown[] = [];
  const codes = new Int32Array(rowCount);
  const counts: number[] = [];
  for (let row = 0; row < rowCount; row += 1) {
    const value = numbers === undefined ? valueAt(row) : numbers[row];
    if (isMissing(value)) {
      codes[row] = -1;
      continue;
    }
    const key = typeof value === 'object' ? String(value) : value;
    let place = places.get(key);
    if (place === undefined) {
      place = values.length;
      places.set(key, place);
      values.push(value);
      counts.push(0);
    }
    codes[row] = place;
    counts[place] += 1;
  }
  const isOrdered = values.length > 0 && values.every(hasOrder);
  const unsorted = { name, labels: values.map(labelOf), codes, counts, isOrdered };
  if (!isOrdered) return unsorted;
  const order = [...values.keys()].sort((one, other) => Number(values[one]) - Number(values[other]));
  return arranged(unsorted, order);
}

/** The same groups in another order, given as places of the present one. Places that are left out become missing. */
export function arranged(categories: Categories, order: readonly number[]): Categories {
  const newPlaces = new Int32Array(categories.labels.length).fill(-1);
  order.forEach((place, newPlace) => {
    newPlaces[place] = newPlace;
  });
  return {
    ...categories,
    labels: order.map((place) => categories.labels[place]),
    counts: order.map((place) => categories.counts[place]),
    codes: categories.codes.map((code) => (code === -1 ? -1 : newPlaces[code])),
  };
}

/** The most frequent groups in their order, and the others together as `other`. */
export function mostFrequent(categories: Categories, most: number): Categories {
  return chosen(categories, [...categories.counts], most);
}

/** The `most` groups with the largest weights, in their order, and all others together as `other`, which comes last. */
export function chosen(categories: Categories, weights: readonly number[], most: number): Categories {
  const { labels, codes, counts, name } = categories;
  // A single other value takes no more room than the word `other`.
  if (labels.length <= most + 1) return categories;
  const kept = [...labels.keys()]
    .sort((one, other) => weights[other] - weights[one] || one - other)
    .slice(0, most)
    .sort((one, other) => one - other);
  const rest = kept.length;
  const newPlaces = new Int32Array(labels.length).fill(rest);
  kept.forEach((place, newPlace) => {
    newPlaces[place] = newPlace;
  });
  const keptCounts = kept.map((place) => counts[place]);
  const sum = (some: readonly number[]): number => some.reduce((total, count) => total + count, 0);
  return {
    ...categories,
    labels: [...kept.map((place) => labels[place]), OTHER],
    counts: [...keptCounts, sum(counts) - sum(keptCounts)],
    codes: codes.map((code) => (code === -1 ? -1 : newPlaces[code])),
    remark: `${most} of ${formatCount(labels.length)} values of ${name}, the rest as ${OTHER}`,
  };
}

/** The most frequent groups in their order; the rows of the others are left out. */
export function onlyMostFrequent(categories: Categories, most: number): Categories {
  const { labels, counts, name } = categories;
  if (labels.length <= most) return categories;
  const kept = [...labels.keys()]
    .sort((one, other) => counts[other] - counts[one] || one - other)
    .slice(0, most)
    .sort((one, other) => one - other);
  return {
    ...arranged(categories, kept),
    allCodes: categories.codes,
    remark: `the ${most} most frequent of ${formatCount(labels.length)} values of ${name}`,
  };
}

function isMissing(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === 'number' && Number.isNaN(value));
}

function hasOrder(value: unknown): boolean {
  if (typeof value === 'object') return [Date, CalendarDate, Timestamp, Decimal].some((type) => value instanceof type);
  return ['number', 'bigint', 'boolean'].includes(typeof value);
}

function labelOf(value: unknown): string {
  return value === '' ? '(empty text)' : formatValue(value);
}
