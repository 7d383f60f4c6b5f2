import { describe, expect, test } from '@jest/globals';
import { calibration, confusionMatrix, residuals, rocCurve } from 'kernel-helpers/cell-api/view-predictions';
import { MIME } from 'kernel-helpers/mime';
import { JUPYTER_DISPLAY } from 'kernel-helpers/render/self-display';
import { Table } from 'kernel-helpers/table/columnar-table';
import { z } from 'zod';
import { randomNumbers } from '../../container/support/houses';
import { runPython } from '../../support/run-python';

/** Scores with many ties, and some on the borders of bins. */
function scoredRows(count: number): { readonly truth: number[]; readonly predicted: number[] } {
  const random = randomNumbers(11);
  const predicted = Array.from({ length: count }, () => Math.round(20 * random()) / 20);
  return { predicted, truth: predicted.map((score) => Number(random() < 0.2 + 0.6 * score)) };
}

const peer = z.object({
  auc: z.number(),
  predicted: z.array(z.number()),
  shares: z.array(z.number()),
  brier: z.number(),
});

/** By ranks (Mann and Whitney), and as scikit-learn's `calibration_curve` counts: `searchsorted` in the inner borders. */
async function peerOf(rows: object): Promise<z.infer<typeof peer>> {
  return peer.parse(
    await runPython(`
import json, numpy as np
rows = json.loads('${JSON.stringify(rows)}')
truth, score = np.array(rows['truth']), np.array(rows['predicted'])
ordered, positives = np.sort(score), truth.sum()
ranks = (np.searchsorted(ordered, score, 'left') + np.searchsorted(ordered, score, 'right') + 1) / 2
auc = (ranks[truth == 1].sum() - positives * (positives + 1) / 2) / (positives * (len(truth) - positives))
places = np.searchsorted(np.linspace(0, 1, 11)[1:-1], score)
counts = np.bincount(places, minlength=10)
used = counts > 0
print(json.dumps({
  'auc': auc,
  'predicted': (np.bincount(places, weights=score, minlength=10)[used] / counts[used]).tolist(),
  'shares': (np.bincount(places, weights=truth, minlength=10)[used] / counts[used]).tolist(),
  'brier': ((score - truth) ** 2).mean(),
}))
`),
  );
}

function sizeOf(view: { readonly chart: { readonly spec: object; readonly text: string } }): number {
  return JSON.stringify(view.chart.spec).length + view.chart.text.length;
}

describe('the ROC curve and the calibration', () => {
  test('equal those of NumPy, with ties and scores on the borders of bins', async () => {
    const rows = scoredRows(500);
    const expected = await peerOf(rows);

    const roc = rocCurve(rows);
    const calibrated = calibration(rows);

    expect(roc.auc).toBeCloseTo(expected.auc, 12);
    expect(calibrated.brier['1']).toBeCloseTo(expected.brier, 12);
    const [predicted, shares] = ['MEAN_PREDICTED', 'SHARE_TRUE'].map((name) =>
      Array.from(calibrated.table.column(name).values, Number),
    );
    expect(predicted).toHaveLength(expected.predicted.length);
    for (const [bin, value] of expected.predicted.entries()) expect(predicted[bin]).toBeCloseTo(value, 12);
    for (const [bin, value] of expected.shares.entries()) expect(shares[bin]).toBeCloseTo(value, 12);
  });

  test('take one step for rows with the same score', () => {
    const { auc, table } = rocCurve({ truth: [true, false, true, false], predicted: [0.5, 0.5, 0.9, 0.1] });

    expect(auc).toBe(0.875);
    expect(table.toRows()).toEqual([
      { CLASS: 'true', THRESHOLD: Number.POSITIVE_INFINITY, FALSE_POSITIVE_RATE: 0, TRUE_POSITIVE_RATE: 0 },
      { CLASS: 'true', THRESHOLD: 0.9, FALSE_POSITIVE_RATE: 0, TRUE_POSITIVE_RATE: 0.5 },
      { CLASS: 'true', THRESHOLD: 0.5, FALSE_POSITIVE_RATE: 0.5, TRUE_POSITIVE_RATE: 1 },
      { CLASS: 'true', THRESHOLD: 0.1, FALSE_POSITIVE_RATE: 1, TRUE_POSITIVE_RATE: 1 },
    ]);
  });

  test('draw a curve for each column that is named as a class, in any case', () => {
    const rows = Table.fromRows([
      { kind: 'low', LOW: 0.8, high: 0.2 },
      { kind: 'high', LOW: 0.3, high: 0.7 },
      { kind: 'low', LOW: 0.6, high: 0.4 },
    ]);

    expect(rocCurve(rows, { truth: 'KIND', predicted: ['low', 'HIGH'] }).aucByClass).toEqual({ low: 1, high: 1 });
    expect(calibration(rows, { truth: 'kind', predicted: ['low', 'high'] }).brier).toEqual({
      low: expect.closeTo((0.04 + 0.09 + 0.16) / 3, 10),
      high: expect.closeTo((0.04 + 0.09 + 0.16) / 3, 10),
    });
  });

  test('leave out rows without truth or score, and say so', () => {
    const rows = { truth: [1, 0, null, 1], predicted: [0.9, 0.2, 0.5, Number.NaN] };

    expect(rocCurve(rows).chart.text).toMatch(/^ROC curve \(2 without a value left out\)\n1: AUC 1, 2 thresholds$/);
    expect(calibration(rows).chart.text).toMatch(/^Calibration \(2 without a value left out\)/);
  });

  test.each([
    [
      { truth: [1, 1], predicted: [0.1, 0.2] },
      {},
      'rocCurve() compares rows of the class 1 with the others, and all 2 rows are of it.',
    ],
    [{ truth: [null], predicted: [0.1] }, {}, /there are no rows of which both the truth and the prediction are known/],
    [{ truth: ['a', 'b', 'c'], predicted: [1, 2, 3] }, {}, /finds 3 classes: a, b, c\. Name one of them with positive/],
    [{ truth: ['a', 'b'], predicted: [1, 2] }, { positive: 'c' }, /finds no row of the class c\. The classes are a, b/],
    [{ truth: ['a', 'b'], predicted: ['a', 'b'] }, {}, /needs numbers, and column predicted holds the text "a"/],
    [{ truth: [0, 1], score: [1, 2] }, { predicted: 'scores' }, /no column scores.*Did you mean score\?/s],
    [{ truth: [0, 1], predicted: [1, 2] }, { positiv: 1 }, /there is no option positiv\. Did you mean positive\?/],
  ])('refuse %j with %j', (data, options, message) => {
    expect(() => rocCurve(data, options as object)).toThrow(message);
  });

  test('of many rows and classes stay small', () => {
    const random = randomNumbers(5);
    const classes = Array.from({ length: 10 }, (_, index) => `class ${index}`);
    const truth = Array.from({ length: 20_000 }, (_, row) => classes[row % 10]);
    const scores = classes.map((name) => [name, truth.map((own) => (own === name ? 0.1 : 0) + random())] as const);
    const view = rocCurve({ truth, ...Object.fromEntries(scores) }, { predicted: classes });

    expect(sizeOf(view)).toBeLessThan(12_000);
    expect(Object.keys(view.aucByClass)).toEqual(classes);
  });

  test('of scores that are no probabilities is an error for the calibration alone', () => {
    expect(() => calibration({ truth: [0, 1], predicted: [-3, 2] })).toThrow(
      'calibration() needs probabilities from 0 to 1, and column predicted holds -3.',
    );
  });
});

describe('residuals', () => {
  test('tell rmse, mae, bias and r2, as a picture and as a table', () => {
    const view = residuals(
      Table.fromRows([
        { PRICE: 1, GUESS: 2 },
        { PRICE: 3, GUESS: 3 },
        { PRICE: 5, GUESS: 3 },
      ]),
      {
        truth: 'price',
        predicted: 'guess',
      },
    );

    expect(view).toMatchObject({ rmse: Math.sqrt(5 / 3), mae: 1, bias: 1 / 3, r2: 1 - 5 / 8 });
    expect(view.table.toRows()).toEqual([{ ROWS: 3, RMSE: Math.sqrt(5 / 3), MAE: 1, BIAS: 1 / 3, R2: 0.375 }]);
    expect(JSON.stringify(view.chart.spec)).toContain('predicted,residual\\n2,-1\\n3,0\\n3,2');
    expect(view[JUPYTER_DISPLAY]()[MIME.text]).toMatch(
      /^Residuals: truth − prediction\n3 rows: rmse 1\.29099, mae 1.*\nROWS/s,
    );
  });

  test('of many rows are drawn for some of them, and the text says so', () => {
    const values = Float64Array.from({ length: 100_000 }, (_, row) => Math.sin(row));
    const view = residuals({ truth: values, predicted: values.map((value) => 0.9 * value + 0.012345) });

    expect(view.chart.text).toContain('100,000 rows, 800 rows of them drawn');
    expect(sizeOf(view)).toBeLessThan(15_000);
  });

  test('say what is wrong: no known row, or a text', () => {
    expect(residuals({ truth: [2, 2], predicted: [1, 3] }).r2).toBeNaN();
    expect(() => residuals({ truth: [null], predicted: [1] })).toThrow(
      'residuals() has no row of which both truth and predicted are known.',
    );
    expect(() => residuals({ truth: ['a'], predicted: [1] })).toThrow(/column truth holds the text "a"/);
  });
});

describe('the confusion matrix', () => {
  test('counts rows by their true and their predicted class, with recall and precision', () => {
    const view = confusionMatrix({ truth: ['b', 'a', 'a', 'b', null], predicted: ['b', 'a', 'b', 'b', 'a'] });

    expect(view.accuracy).toBe(0.75);
    expect(view.table.toRows()).toEqual([
      { TRUTH: 'a', PREDICTED_a: 1, PREDICTED_b: 1, RECALL: 0.5, PRECISION: 1 },
      { TRUTH: 'b', PREDICTED_a: 0, PREDICTED_b: 2, RECALL: 1, PRECISION: 2 / 3 },
    ]);
    expect(view.chart.text).toBe(
      'Confusion matrix: 75.0% of 4 rows right (1 without a value left out)\na predicted as a: 1\na predicted as b: 1\nb predicted as b: 2',
    );
  });

  test('compares numbers with names that look the same, in the order of numbers', () => {
    const view = confusionMatrix({ truth: [10, 2, 9], predicted: ['10', '2', '2'] });

    expect(view.table.column('TRUTH').values).toEqual(['2', '9', '10']);
    expect(view.accuracy).toBeCloseTo(2 / 3, 12);
    expect(view.table.column('PRECISION').values[1]).toBeNaN();
  });

  test('refuses probabilities in place of classes, and says what to predict', () => {
    const truth = Array.from({ length: 60 }, (_, row) => row % 2);

    expect(() => confusionMatrix({ truth, predicted: truth.map((_, row) => row / 70) })).toThrow(
      /different values in truth and predicted, and shows at most 50 classes.*\{ classes: true \}/s,
    );
  });
});
