import { describe, expect, test } from '@jest/globals';
import type { RowBatch } from 'container/training/rows/row-batch';
import { splitBatch } from 'container/training/rows/split-batch';
import { FEATURES, makeHouses, TARGET } from '../../support/houses';

/** Features, label, and a weight that differs from row to row. */
const houses = makeBatch();

describe('a split into training and validation rows', () => {
  test('keeps about the wanted part aside, and loses no row', () => {
    const { train, validation } = split(houses, 42);

    expect(validation.length / 2000).toBeCloseTo(0.25, 1);
    expect([...train, ...validation].sort()).toEqual(rowsOf(houses).sort());
  });

  test('depends on what a row holds: not on its place, nor on the batch, the host or the weight', () => {
    const whole = split(houses, 42);
    const parts = [pick(houses, 1500, 2000), pick(houses, 0, 700), pick(houses, 700, 1500)].map((part) =>
      split(withWeights(part, 7), 42),
    );

    expect(parts.flatMap(({ validation }) => withoutWeight(validation)).sort()).toEqual(
      withoutWeight(whole.validation).sort(),
    );
  });

  test('puts equal rows on one side, missing values included', () => {
    const columns = [new Float32Array(50).fill(Number.NaN), new Float32Array(50).fill(-0)];

    const { train, validation } = splitBatch({ columns, rowCount: 50 }, 2, 0.5, 1);

    expect([train.length, validation.length].sort()).toEqual([0, 50]);
  });

  test('keeps other rows aside with another seed', () => {
    expect(split(houses, 43).validation).not.toEqual(split(houses, 42).validation);
  });
});

function split(batch: RowBatch, seed: number): { readonly train: string[]; readonly validation: string[] } {
  const { train, validation } = splitBatch(batch, batch.columns.length - 1, 0.25, seed);
  const all = rowsOf(batch);
  return { train: Array.from(train, (row) => all[row]), validation: Array.from(validation, (row) => all[row]) };
}

function makeBatch(): RowBatch {
  const table = makeHouses(2000);
  const columns = [...FEATURES, TARGET].map((name) => Float32Array.from(table.column(name).values as Float64Array));
  return { columns: [...columns, Float32Array.from({ length: 2000 }, (_, row) => row)], rowCount: 2000 };
}

function rowsOf({ columns, rowCount }: RowBatch): string[] {
  return Array.from({ length: rowCount }, (_, row) => columns.map((values) => values[row]).join());
}

function withoutWeight(rows: readonly string[]): string[] {
  return rows.map((row) => row.slice(0, row.lastIndexOf(',')));
}

function withWeights({ columns, rowCount }: RowBatch, weight: number): RowBatch {
  return { columns: [...columns.slice(0, -1), new Float32Array(rowCount).fill(weight)], rowCount };
}

function pick({ columns }: RowBatch, from: number, to: number): RowBatch {
  return { columns: columns.map((values) => values.slice(from, to)), rowCount: to - from };
}
