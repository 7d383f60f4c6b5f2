import type { Column, NumberColumn } from '../table';

/** Whole numbers near each other, each counted from the smallest: so a list can have a place for every possible value. */
export interface WholeRange {
  /** The number at place 0. */
  readonly from: number;
  /** How many places there are. The next one stands for null. */
  readonly size: number;
}

export interface WholePlaces extends WholeRange {
  /** The place of each row. */
  readonly places: Int32Array;
}

interface Range {
  readonly low: number;
  readonly high: number;
}

/** The places of a column's values; undefined where some is not whole, or where more than `most` places were needed. */
export function wholePlaces(column: Column, most: number): WholePlaces | undefined {
  const range = wholeRange(column, most);
  return range && { ...range, places: placesIn(range, column) };
}

/** The places that there are for a column's values; undefined as with `wholePlaces()`. */
export function wholeRange(column: Column, most: number): WholeRange | undefined {
  const range = rangeOf(column);
  if (range === undefined) return undefined;
  const size = Math.max(0, range.high - range.low + 1);
  if (!(size <= most)) return undefined;
  return { from: size === 0 ? 0 : range.low, size };
}

/** How many values lie at each place. Null is not counted. */
export function countsOfWholes({ values, nulls }: NumberColumn, { from, size }: WholeRange): Int32Array {
  const counts = new Int32Array(size);
  for (let row = 0; row < values.length; row += 1) {
    if (nulls !== undefined && nulls[row] === 1) continue;
    counts[(values[row] - from) | 0] += 1;
  }
  return counts;
}

/** The places of values in a list for other values of that kind; outside of it, and where null is, the place is `size`. */
export function placesIn({ from, size }: WholeRange, column: Column): Int32Array {
  const places = placesOf(column, from, size);
  const { nulls } = column;
  if (nulls !== undefined) for (let row = 0; row < places.length; row += 1) if (nulls[row] === 1) places[row] = size;
  return places;
}

function rangeOf(column: Column): Range | undefined {
  switch (column.kind) {
    case 'number':
      return rangeOfFloats(column.values, column.nulls);
    case 'date':
      return rangeOfWholes(column.values, column.nulls);
    case 'boolean':
      return { low: 0, high: 1 };
    default:
      return undefined;
  }
}

function rangeOfFloats(values: Float64Array, nulls: Uint8Array | undefined): Range | undefined {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row];
    if (Math.floor(value) !== value) {
      if (nulls !== undefined && nulls[row] === 1) continue;
      return undefined;
    }
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low, high };
}

function rangeOfWholes(values: Int32Array, nulls: Uint8Array | undefined): Range {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < values.length; row += 1) {
    if (nulls !== undefined && nulls[row] === 1) continue;
    const value = values[row];
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low, high };
}

function placesOf(column: Column, from: number, size: number): Int32Array {
  switch (column.kind) {
    case 'number':
      return placesOfFloats(column.values, from, size);
    case 'date':
      return placesOfWholes(column.values, from, size);
    default:
      return Int32Array.from(column.values as Uint8Array);
  }
}

function placesOfFloats(values: Float64Array, from: number, size: number): Int32Array {
  const places = new Int32Array(values.length);
  for (let row = 0; row < values.length; row += 1) {
    const place = values[row] - from;
    places[row] = place >= 0 && place < size && Math.floor(place) === place ? place : size;
  }
  return places;
}

function placesOfWholes(values: Int32Array, from: number, size: number): Int32Array {
  const places = new Int32Array(values.length);
  for (let row = 0; row < values.length; row += 1) {
    const place = values[row] - from;
    places[row] = place >= 0 && place < size ? place : size;
  }
  return places;
}
