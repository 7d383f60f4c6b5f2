import { baseSpec, Chart, inlinePoints } from '../render/charts/chart';
import { countOf, formatNumber } from '../render/format-value';
import { type OneAgainstOthers, scoredClasses } from './scored-classes';
import { type RankedRows, rankedRows } from './scored-rows';
import { leftOutText, tableOfColumns, type ViewParts } from './view-parts';

export interface RocCurveOptions extends OneAgainstOthers {
  readonly title?: string;
}

/** Points of all curves in a picture; the table has all. */
const MOST_POINTS = 400;

interface Curve {
  readonly name: string;
  readonly auc: number;
  readonly thresholds: readonly number[];
  readonly falseRates: readonly number[];
  readonly trueRates: readonly number[];
}

/**
 * The ROC curve of one class against the others, or of each class with a column of its own. Rows with the same score are
 * one step, so ties count half (as in scikit-learn's `roc_auc_score`). Rows in which truth or score is missing are left out.
 */
export function rocView(
  data: unknown,
  options: RocCurveOptions,
): ViewParts & { readonly auc: Readonly<Record<string, number>> } {
  let leftOut = 0;
  const curves = scoredClasses('rocCurve()', data, options).map(({ score, positive }): Curve => {
    const rows = rankedRows('rocCurve()', data, { truth: options.truth, score, positive });
    leftOut = Math.max(leftOut, rows.leftOut);
    return { name: positive, ...curveOf(rows) };
  });
  const title = `${options.title ?? 'ROC curve'}${leftOutText(leftOut)}`;
  const rates = (field: string, title?: string) => ({
    field,
    type: 'quantitative',
    ...(title !== undefined && { title }),
  });
  const perCurve = Math.max(20, Math.floor(MOST_POINTS / curves.length));
  const spec = {
    ...baseSpec(title),
    width: 300,
    height: 300,
    layer: [
      {
        data: { values: 'x,y\n0,0\n1,1', format: { type: 'csv', parse: { x: 'number', y: 'number' } } },
        mark: { type: 'line', strokeDash: [4, 4], color: '#888' },
        encoding: { x: rates('x'), y: rates('y') },
      },
      ...curves.map((curve) => ({
        data: inlinePoints(
          ['x', 'y'],
          drawnPoints(curve.thresholds.length, perCurve).map((point) => [
            short(curve.falseRates[point]),
            short(curve.trueRates[point]),
          ]),
        ),
        mark: { type: 'line', tooltip: true },
        encoding: {
          x: rates('x', 'false positive rate'),
          y: rates('y', 'true positive rate'),
          order: rates('x'),
          color: { datum: legendOf(curve), type: 'nominal', title: null, legend: { labelLimit: 0 } },
        },
      })),
    ],
  };
  const lines = curves.map((curve) => `${legendOf(curve)}, ${countOf(curve.thresholds.length - 1, 'threshold')}`);
  return {
    auc: Object.fromEntries(curves.map(({ name, auc }) => [name, auc])),
    chart: new Chart(spec, [title, ...lines].join('\n')),
    table: tableOfColumns({
      CLASS: curves.flatMap(({ name, thresholds }) => thresholds.map(() => name)),
      THRESHOLD: Float64Array.from(curves.flatMap(({ thresholds }) => thresholds)),
      FALSE_POSITIVE_RATE: Float64Array.from(curves.flatMap(({ falseRates }) => falseRates)),
      TRUE_POSITIVE_RATE: Float64Array.from(curves.flatMap(({ trueRates }) => trueRates)),
    }),
  };
}

function legendOf({ name, auc }: Pick<Curve, 'name' | 'auc'>): string {
  return `${name}: AUC ${formatNumber(Number(auc.toFixed(6)))}`;
}

/** Points of a curve in their order, always with the first and the last one. */
function drawnPoints(count: number, most: number): readonly number[] {
  const step = Math.max(1, (count - 1) / (most - 1));
  return Array.from({ length: Math.min(count, most) }, (_, index) => Math.round(index * step));
}

function short(value: number): number {
  return Number(value.toFixed(4));
}

/** From the highest score down; the first point stands for no row. */
function curveOf({ isPositive, scores }: RankedRows): Omit<Curve, 'name'> {
  const order = scores.map((_, row) => row).sort((one, other) => scores[other] - scores[one]);
  const positives = isPositive.filter(Boolean).length;
  const negatives = isPositive.length - positives;
  const thresholds = [Number.POSITIVE_INFINITY];
  const falseRates = [0];
  const trueRates = [0];
  let [trueCount, falseCount, area] = [0, 0, 0];
  for (const [place, row] of order.entries()) {
    if (isPositive[row]) trueCount += 1;
    else falseCount += 1;
    const next = order[place + 1];
    if (next !== undefined && scores[next] === scores[row]) continue;
    const [x, y] = [falseCount / negatives, trueCount / positives];
    area += ((x - falseRates[falseRates.length - 1]) * (y + trueRates[trueRates.length - 1])) / 2;
    thresholds.push(scores[row]);
    falseRates.push(x);
    trueRates.push(y);
  }
  return { auc: area, thresholds, falseRates, trueRates };
}
