import { baseSpec, Chart, forChart } from '../render/charts/chart';
import { checkCount } from '../render/charts/chart-data';
import { countOf, formatNumber } from '../render/format-value';
import type { ExplainableModel } from './explainable-model';
import { tableOfColumns, type ViewParts } from './view-parts';

export interface FeatureImportanceOptions {
  /**
   * `gain`: the mean improvement of the splits that use a feature; `weight`: how many splits use it; `cover`: the mean
   * number of rows that they split; `total_gain` and `total_cover`: sums in place of means.
   * @default 'gain', or 'weight' for a linear model
   */
  readonly kind?: 'gain' | 'weight' | 'cover' | 'total_gain' | 'total_cover';
  /** How many features the chart shows; the table has all. @default 20 */
  readonly top?: number;
  readonly title?: string;
}

const BAR_HEIGHT = 18;

/** How much each feature of a model counts, the most first. The table says also which share of the whole it is. */
export function importanceView(
  model: ExplainableModel,
  { kind, top = 20, title }: FeatureImportanceOptions,
): ViewParts {
  checkCount('featureImportance()', 'top', top);
  const found = model.importance(kind);
  const sum = found.reduce((total, { importance }) => total + Math.abs(importance), 0);
  const shareOf = (importance: number): number => (sum === 0 ? 0 : Math.abs(importance) / sum);
  const shown = found.slice(0, top);
  const measure = kind ?? 'importance';
  const more = shown.length < found.length ? `, the first ${top} of ${found.length}` : '';
  const heading = `${title ?? `Feature importance by ${kind ?? 'gain'}`}${more}`;
  const spec = {
    ...baseSpec(heading),
    height: BAR_HEIGHT * Math.max(shown.length, 1),
    data: { values: shown.map(({ feature, importance }) => ({ feature, importance: forChart(importance) })) },
    mark: { type: 'bar', tooltip: true },
    encoding: {
      y: { field: 'feature', type: 'nominal', sort: null, title: null },
      x: { field: 'importance', type: 'quantitative', title: measure },
    },
  };
  const lines = shown.map(
    ({ feature, importance }) => `${feature}: ${formatNumber(forChart(importance))} (${percent(shareOf(importance))})`,
  );
  return {
    chart: new Chart(spec, [heading, `${countOf(found.length, 'feature')} of the model`, ...lines].join('\n')),
    table: tableOfColumns({
      FEATURE: found.map(({ feature }) => feature),
      IMPORTANCE: Float64Array.from(found, ({ importance }) => importance),
      SHARE: Float64Array.from(found, ({ importance }) => shareOf(importance)),
    }),
  };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}
