import { isDeepStrictEqual } from 'node:util';
import type { Answer } from './answer';

type IsRight = (answer: Answer) => boolean;

/** The value, whatever holds it: a table of one cell, a list of one value, or the value itself. */
export function is(expected: unknown): IsRight {
  return ({ value }) => isClose(value, expected) || leaves(value).some((one) => isClose(one, expected));
}

/** A list of exactly these values, in any order. */
export function holds(expected: readonly unknown[]): IsRight {
  return ({ value }) =>
    Array.isArray(value) && isDeepStrictEqual(value.flatMap(leaves).map(String).sort(), expected.map(String).sort());
}

/** Rows with these values in this order; columns beside them are fine, and so is any name. */
export function hasRows(...expected: readonly (readonly unknown[])[]): IsRight {
  return ({ value }) => {
    const rows = rowsIn(value);
    return rows.length === expected.length && rows.every((row, index) => holdsAll(row, expected[index]));
  };
}

/** The same in any order. */
export function hasRowsInAnyOrder(...expected: readonly (readonly unknown[])[]): IsRight {
  return ({ value }) => {
    const rows = rowsIn(value);
    return rows.length === expected.length && expected.every((values) => rows.some((row) => holdsAll(row, values)));
  };
}

/** Rows with exactly these columns. */
export function hasColumns(rowCount: number, names: readonly string[]): IsRight {
  return ({ value }) => {
    const rows = rowsIn(value);
    const isRight = (row: unknown) => isDeepStrictEqual(Object.keys(Object(row)).sort(), [...names].sort());
    return rows.length === rowCount && rows.every(isRight);
  };
}

/** A chart of one of these marks whose specification names these columns. */
export function isChart(marks: readonly string[], columns: readonly string[]): IsRight {
  return ({ chart }) => {
    const spec = JSON.stringify(chart) ?? '';
    const hasMark = marks.some((mark) => spec.includes(`"mark":"${mark}"`) || spec.includes(`"type":"${mark}"`));
    return hasMark && columns.every((column) => spec.includes(column));
  };
}

/** As rows: a list is one, and so is an object of lists or values by name, as a Map's or a frame's entries are. */
function rowsIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : Object.entries(Object(value));
}

function holdsAll(row: unknown, expected: readonly unknown[] = []): boolean {
  const values = leaves(row);
  return expected.every((one) => values.some((value) => isClose(value, one)));
}

function leaves(value: unknown): readonly unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [value];
}

function isClose(value: unknown, expected: unknown): boolean {
  if (typeof value === 'number' && typeof expected === 'number') return Math.abs(value - expected) < 1e-9;
  return isDeepStrictEqual(value, expected);
}
