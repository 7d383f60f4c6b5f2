import { baseSpec, Chart, forChart, inlinePoints } from '../render/charts/chart';
import { countOf, formatNumber } from '../render/format-value';
import { numberRows, type ScoredColumns } from './scored-rows';
import { drawnRows, leftOutText, tableOfColumns, type ViewParts } from './view-parts';

export interface ResidualsOptions extends ScoredColumns {
  readonly title?: string;
}

/** How far predictions are from the truth. */
export interface ResidualMeasures {
  /** Rows of which both truth and prediction are known. */
  readonly rows: number;
  readonly rmse: number;
  /** Mean absolute error. */
  readonly mae: number;
  /** Mean of truth − prediction: above 0 the model predicts too little. */
  readonly bias: number;
  /** Share of the truth's variance that the model explains; NaN where the truth is the same in all rows. */
  readonly r2: number;
}

const MOST_POINTS = 800;

/** Truth − prediction by prediction. Rows in which either is missing are left out, and the title says how many. */
export function residualsView(data: unknown, options: ResidualsOptions): ViewParts & { measures: ResidualMeasures } {
  const { truth, predicted, leftOut } = numberRows('residuals()', data, options);
  const measures = measure(truth, predicted);
  const drawn = drawnRows(truth.length, MOST_POINTS);
  const sampled = drawn.length < truth.length ? `, ${countOf(drawn.length, 'row')} of them drawn` : '';
  const title = `${options.title ?? 'Residuals: truth − prediction'}${leftOutText(leftOut)}`;
  const points = drawn.map((row) => [forChart(predicted[row]), forChart(truth[row] - predicted[row])]);
  const spec = {
    ...baseSpec(title),
    layer: [
      {
        data: inlinePoints(['predicted', 'residual'], points),
        mark: { type: 'circle', opacity: 0.5, size: 18, tooltip: true },
        encoding: {
          x: { field: 'predicted', type: 'quantitative', title: 'predicted', scale: { zero: false } },
          y: { field: 'residual', type: 'quantitative', title: 'truth − predicted' },
        },
      },
      {
        data: { values: [{ zero: 0 }] },
        mark: { type: 'rule', color: '#888' },
        encoding: { y: { field: 'zero', type: 'quantitative' } },
      },
    ],
  };
  const facts = `rmse ${formatNumber(measures.rmse)}, mae ${formatNumber(measures.mae)}, bias ${formatNumber(measures.bias)}, r2 ${formatNumber(measures.r2)}`;
  return {
    measures,
    chart: new Chart(spec, `${title}\n${countOf(truth.length, 'row')}${sampled}: ${facts}`),
    table: tableOfColumns({
      ROWS: Float64Array.of(measures.rows),
      RMSE: Float64Array.of(measures.rmse),
      MAE: Float64Array.of(measures.mae),
      BIAS: Float64Array.of(measures.bias),
      R2: Float64Array.of(measures.r2),
    }),
  };
}

function measure(truth: readonly number[], predicted: readonly number[]): ResidualMeasures {
  const rows = truth.length;
  const mean = truth.reduce((sum, value) => sum + value, 0) / rows;
  let [squares, absolute, sum, variance] = [0, 0, 0, 0];
  for (const [row, value] of truth.entries()) {
    const residual = value - predicted[row];
    squares += residual ** 2;
    absolute += Math.abs(residual);
    sum += residual;
    variance += (value - mean) ** 2;
  }
  return {
    rows,
    rmse: Math.sqrt(squares / rows),
    mae: absolute / rows,
    bias: sum / rows,
    r2: variance === 0 ? Number.NaN : 1 - squares / variance,
  };
}
