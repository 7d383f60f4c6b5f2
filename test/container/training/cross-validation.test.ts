import { expect, test } from '@jest/globals';
import { shareOfFold, summariseFolds } from 'container/script/cross-validation';
import { shareOfHost } from 'kernel-helpers/training-contract/index';

/** The rows 0 … 6 of a table as the share of a host: each row's feature is its place in the table. */
function shareOf(hostIndex: number, hostCount: number) {
  const range = shareOfHost(hostIndex, hostCount, 7);
  const places = Float32Array.from({ length: range.to - range.from }, (_, row) => range.from + row);
  const train = {
    columns: [places],
    labels: places.map((place) => -place),
    weights: places.map((place) => place + 0.5),
  };
  return { features: ['PLACE'], target: 'LABEL', range, train };
}

test.each([1, 2, 3])('every row measures one fold, and the same one on %i hosts', (hostCount) => {
  const folds = [0, 1, 2].map((fold) => {
    const parts = Array.from({ length: hostCount }, (_, host) => shareOfFold(shareOf(host, hostCount), fold, 3));
    for (const { train, validation } of parts) {
      for (const { columns, labels, weights } of [train, validation ?? train]) {
        expect([...labels]).toEqual([...columns[0]].map((place) => -place));
        expect([...(weights ?? [])]).toEqual([...columns[0]].map((place) => place + 0.5));
      }
    }
    return {
      learnt: parts.flatMap(({ train }) => [...train.columns[0]]),
      measured: parts.flatMap(({ validation }) => [...(validation?.columns[0] ?? [])]),
    };
  });

  expect(folds).toEqual([
    { learnt: [1, 2, 4, 5], measured: [0, 3, 6] },
    { learnt: [0, 2, 3, 5, 6], measured: [1, 4] },
    { learnt: [0, 1, 3, 4, 6], measured: [2, 5] },
  ]);
});

test('a table with fewer rows than folds is refused', () => {
  expect(() => shareOfFold(shareOf(0, 1), 0, 8)).toThrow(
    'The table has 7 rows, fewer than the 8 folds. Use fewer folds.',
  );
});

test('the folds are summed up by mean and standard deviation', () => {
  const models = [
    { rounds: 4, metrics: { train: { rmse: 1 }, validation: { rmse: 2 } } },
    { rounds: 7, metrics: { train: { rmse: 3 }, validation: { rmse: 2 } } },
  ];

  expect(summariseFolds(models)).toEqual({
    folds: 2,
    rounds: [4, 7],
    meanRounds: 6,
    metrics: {
      train: { rmse: { values: [1, 3], mean: 2, deviation: 1 } },
      validation: { rmse: { values: [2, 2], mean: 2, deviation: 0 } },
    },
  });
});
