import { UserError } from '../errors';
import { baseSpec, Chart } from '../render/charts/chart';
import { checkCount } from '../render/charts/chart-data';
import { countOf, formatNumber } from '../render/format-value';
import { type OneAgainstOthers, scoredClasses } from './scored-classes';
import { type RankedRows, rankedRows } from './scored-rows';
import { leftOutText, tableOfColumns, type ViewParts } from './view-parts';

export interface CalibrationOptions extends OneAgainstOthers {
  /** Bins from probability 0 to 1. Bins without rows are left out. @default 10 */
  readonly bins?: number;
  readonly title?: string;
}

interface Bin {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  readonly meanPredicted: number;
  readonly shareTrue: number;
}

/**
 * Among the rows to which a model gives about 70%, are 70% of that class? Bins have the same width, and a probability on
 * the border belongs to the lower bin, as in scikit-learn's `calibration_curve`. `brier` is the mean squared difference
 * of the probability and the truth (0 or 1). Rows in which truth or probability is missing are left out.
 */
export function calibrationView(
  data: unknown,
  options: CalibrationOptions,
): ViewParts & { readonly brier: Readonly<Record<string, number>> } {
  const { bins: count = 10 } = options;
  checkCount('calibration()', 'bins', count);
  let leftOut = 0;
  const scored = scoredClasses('calibration()', data, options).map(({ score, positive }) => {
    const rows = rankedRows('calibration()', data, { truth: options.truth, score, positive });
    checkProbabilities(rows.scores, score);
    leftOut = Math.max(leftOut, rows.leftOut);
    return { name: positive, brier: brierOf(rows), bins: binsOf(positive, rows, count) };
  });
  const bins = scored.flatMap((each) => each.bins);
  const title = `${options.title ?? 'Calibration'}${leftOutText(leftOut)}`;
  const axis = { type: 'quantitative', scale: { domain: [0, 1] } };
  const spec = {
    ...baseSpec(title),
    width: 300,
    height: 300,
    layer: [
      {
        data: {
          values: [
            { x: 0, y: 0 },
            { x: 1, y: 1 },
          ],
        },
        mark: { type: 'line', strokeDash: [4, 4], color: '#888' },
        encoding: { x: { field: 'x', ...axis }, y: { field: 'y', ...axis } },
      },
      {
        data: {
          values: bins.map(({ name, rows, meanPredicted, shareTrue }) => ({
            class: name,
            x: short(meanPredicted),
            y: short(shareTrue),
            rows,
          })),
        },
        mark: { type: 'line', point: true, tooltip: true },
        encoding: {
          x: { field: 'x', ...axis, title: 'mean predicted probability' },
          y: { field: 'y', ...axis, title: 'share of rows that are of the class' },
          color: { field: 'class', type: 'nominal', title: null },
        },
      },
    ],
  };
  const lines = scored.map(
    ({ name, brier, bins: own }) =>
      `${name}: Brier score ${formatNumber(brier)}, ${countOf(own.length, 'bin')} with rows`,
  );
  return {
    brier: Object.fromEntries(scored.map(({ name, brier }) => [name, brier])),
    chart: new Chart(spec, [title, ...lines].join('\n')),
    table: tableOfColumns({
      CLASS: bins.map(({ name }) => name),
      BIN_FROM: Float64Array.from(bins, ({ from }) => from),
      BIN_TO: Float64Array.from(bins, ({ to }) => to),
      ROWS: Float64Array.from(bins, ({ rows }) => rows),
      MEAN_PREDICTED: Float64Array.from(bins, ({ meanPredicted }) => meanPredicted),
      SHARE_TRUE: Float64Array.from(bins, ({ shareTrue }) => shareTrue),
    }),
  };
}

function checkProbabilities(scores: readonly number[], column: string): void {
  const wrong = scores.find((score) => score < 0 || score > 1);
  if (wrong === undefined) return;
  throw new UserError(`calibration() needs probabilities from 0 to 1, and column ${column} holds ${wrong}.`, {
    facts: { column },
    advice: 'Take them from await model.predict(rows, { probabilities: true }).',
  });
}

function brierOf({ isPositive, scores }: RankedRows): number {
  return scores.reduce((sum, score, row) => sum + (score - Number(isPositive[row])) ** 2, 0) / scores.length;
}

function binsOf(name: string, { isPositive, scores }: RankedRows, count: number): readonly Bin[] {
  const sums = Array.from({ length: count }, () => ({ rows: 0, predicted: 0, positive: 0 }));
  for (const [row, score] of scores.entries()) {
    let place = Math.min(count - 1, Math.floor(score * count));
    // By the borders themselves, since the product may be rounded over one.
    while (place > 0 && score <= place / count) place -= 1;
    while (place < count - 1 && score > (place + 1) / count) place += 1;
    sums[place].rows += 1;
    sums[place].predicted += score;
    sums[place].positive += Number(isPositive[row]);
  }
  return sums.flatMap(({ rows, predicted, positive }, place): Bin[] =>
    rows === 0
      ? []
      : [
          {
            name,
            from: place / count,
            to: (place + 1) / count,
            rows,
            meanPredicted: predicted / rows,
            shareTrue: positive / rows,
          },
        ],
  );
}

function short(value: number): number {
  return Number(value.toFixed(4));
}
