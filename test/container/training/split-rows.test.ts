import { describe, expect, test } from '@jest/globals';
import { type MatrixColumns, toMatrixColumns } from 'container/training/matrix-columns';
import { planOfNumbers } from 'container/training/row-plan';
import { splitRows } from 'container/training/split-rows';
import { FEATURES, makeHouses, TARGET } from '../support/houses';

const houses = toMatrixColumns(makeHouses(2000).columns, planOfNumbers([...FEATURES, TARGET], TARGET));

describe('a split into training and validation rows', () => {
  test('keeps about the wanted part aside, and loses no row', () => {
    const { train, validation } = splitRows(houses, 0.25, 42);

    expect(rowsOf(validation).length / 2000).toBeCloseTo(0.25, 1);
    expect([...rowsOf(train), ...rowsOf(validation)].sort()).toEqual(rowsOf(houses).sort());
  });

  test('depends on what a row holds: not on its place, nor on how many hosts share the rows', () => {
    const whole = splitRows(houses, 0.25, 42);
    const shares = [pick(houses, 1500, 2000), pick(houses, 0, 700), pick(houses, 700, 1500)].map((share) =>
      splitRows(share, 0.25, 42),
    );

    expect(shares.flatMap(({ validation }) => rowsOf(validation)).sort()).toEqual(rowsOf(whole.validation).sort());
  });

  test('puts equal rows on one side, missing values included', () => {
    const columns = [new Float32Array(50).fill(Number.NaN), new Float32Array(50).fill(-0)];
    const equal: MatrixColumns = { features: ['A', 'B'], target: 'Y', columns, labels: new Float32Array(50).fill(1) };

    const { train, validation } = splitRows(equal, 0.5, 1);

    expect([train.labels.length, validation.labels.length].sort()).toEqual([0, 50]);
  });

  test('keeps other rows aside with another seed', () => {
    expect(rowsOf(splitRows(houses, 0.25, 43).validation)).not.toEqual(rowsOf(splitRows(houses, 0.25, 42).validation));
  });
});

function rowsOf({ columns, labels }: MatrixColumns): string[] {
  return Array.from(labels, (label, row) => [...columns.map((values) => values[row]), label].join());
}

function pick(matrix: MatrixColumns, from: number, to: number): MatrixColumns {
  return {
    ...matrix,
    columns: matrix.columns.map((values) => values.slice(from, to)),
    labels: matrix.labels.slice(from, to),
  };
}
