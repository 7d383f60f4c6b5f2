import { expect, test } from '@jest/globals';
import { type Column, Table } from 'kernel-helpers';
import { mixed } from './support/many-rows';

/** More than are sorted at once. */
const ROWS = 9000;

const share = (row: number): number => mixed(row) / 2 ** 32;

const [NAN, NEGATIVE_NAN] = new Float64Array(BigUint64Array.of(0x7ff8n << 48n, 0xfff8n << 48n).buffer);

test.each<[string, (row: number) => number]>([
  ['whole numbers near each other', (row) => (mixed(row) % 99) - 50],
  ['whole numbers so large that their sum is rounded', (row) => 2 ** 53 - (mixed(row) % 1001)],
  ['one number', () => 7],
  ['zeros of both signs', (row) => (mixed(row) % 2 === 0 ? 0 : -0)],
  ['fractions', (row) => share(row) - 0.5],
  ['hundredths, each many times', (row) => (mixed(row) % 999) / 100],
  ['numbers of all sizes', (row) => 10 ** (600 * share(row) - 300) * (row % 2 === 0 ? 1 : -1)],
  ['one number far from the others', (row) => (row === 5 ? 1e300 : share(row))],
  ['NaN of both signs, among them', (row) => [NAN, NEGATIVE_NAN, share(row)][row % 3]],
  ['NaN alone', () => Number.NaN],
  ['infinite numbers', (row) => [share(row), Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY][row % 3]],
])('describe() tells of %s, to the last bit, what the sorted numbers tell', (_kind, number) => {
  const nulls = Uint8Array.from({ length: ROWS }, (_, row) => (mixed(row) % 7 === 0 ? 1 : 0));
  const values = Float64Array.from(nulls, (isNull, row) => (isNull === 1 ? Number.NaN : number(row)));
  const base = { name: 'X', kind: 'number', type: 'FLOAT', nullable: true } as const;
  const few = values.slice(0, 300);
  const columns: Column[] = [
    { ...base, values, nulls },
    { ...base, values: values.filter((_, row) => nulls[row] === 0) },
    { ...base, values: few, nulls: nulls.slice(0, few.length) },
  ];
  for (const column of columns) {
    const before = Float64Array.from(column.values, Number);
    const known = before.filter((_, row) => column.nulls?.[row] !== 1);
    const [found] = new Table([column]).describe().toRows();
    expect(found).toEqual({ column: 'X', type: 'FLOAT', nulls: column.values.length - known.length, ...facts(known) });
    expect(column.values).toEqual(before);
  }
});

function facts(known: Float64Array) {
  const sorted = known.toSorted();
  const counts = new Map<number, number>();
  for (const value of sorted) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [top, topCount] = [...counts].reduce((best, one) => (one[1] > best[1] ? one : best));
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  const squares = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const at = (quarter: number): number => {
    const place = ((sorted.length - 1) * quarter) / 4;
    const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
    // 0 and -0 are one number, which is told as 0.
    return low === high ? low + 0 : low + (high - low) * (place % 1);
  };
  const isTold = topCount > 1;
  return {
    count: sorted.length,
    distinct: counts.size,
    mean,
    stdev: Math.sqrt(squares / (sorted.length - 1)),
    min: at(0),
    q1: at(1),
    median: at(2),
    q3: at(3),
    max: at(4),
    top: isTold ? String(top) : null,
    topCount: isTold ? topCount : null,
  };
}
