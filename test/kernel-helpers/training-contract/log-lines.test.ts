import { describe, expect, test } from '@jest/globals';
import {
  formatMetricLine,
  formatShareLine,
  metricDefinitions,
  parseMetricLine,
  shareOfHost,
} from 'kernel-helpers/training-contract/index';

describe('shares', () => {
  test.each([
    [20_640, 2],
    [10, 3],
    [2, 5],
    [0, 2],
  ])('of %i rows for %i hosts hold every row once, and differ by one row at most', (total, hostCount) => {
    const shares = Array.from({ length: hostCount }, (_, index) => shareOfHost(index, hostCount, total));
    const sizes = shares.map(({ from, to }) => to - from);

    expect(shares[0].from).toBe(0);
    expect(shares.at(-1)?.to).toBe(total);
    for (const [index, share] of shares.slice(1).entries()) expect(share.from).toBe(shares[index].to);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  });

  test.each([
    [{ from: 10_320, to: 20_640, total: 20_640 }, 'share: rows 10321 to 20640 of 20640'],
    [{ from: 0, to: 0, total: 1 }, 'share: no rows of 1'],
  ])('%j are written for people', (share, line) => {
    expect(formatShareLine(share)).toBe(line);
  });
});

describe('metric lines', () => {
  const line = formatMetricLine(12, { train: { rmse: 0.41, 'error@0.7': 0.1 }, validation: { rmse: 4.5e-7 } });

  test('are read back as they were written', () => {
    expect(line).toBe('[12] train-rmse:0.41 train-error@0.7:0.1 validation-rmse:4.5e-7');
    expect(parseMetricLine(line)).toEqual({
      round: 12,
      values: new Map([
        ['train-rmse', 0.41],
        ['train-error@0.7', 0.1],
        ['validation-rmse', 4.5e-7],
      ]),
    });
  });

  // SageMaker takes the first group of each definition's regular expression (AWS docs, MetricDefinition).
  test('are found by the metric definitions of a job', () => {
    const definitions = metricDefinitions(['train-error@0.7', 'validation-rmse']);

    const found = definitions.map(({ Name, Regex }) => [Name, new RegExp(Regex).exec(line)?.[1]]);

    expect(found).toEqual([
      ['train:error@0.7', '0.1'],
      ['validation:rmse', '4.5e-7'],
    ]);
  });
});
