import { UserError } from '../errors';
import { findName } from '../find-names';
import { BIAS_COLUMN } from '../model-input/contributions-table';
import type { FeatureData } from '../model-input/feature-matrix';
import { baseSpec, Chart, forChart, inlinePoints, type VegaLiteSpec } from '../render/charts/chart';
import { checkCount } from '../render/charts/chart-data';
import { countOf, formatNumber } from '../render/format-value';
import { asTabular } from '../render/tabular';
import type { Table } from '../table/columnar-table';
import { nearestNumber } from '../values/decimal';
import { placeInSwarm } from './bee-swarm';
import type { ExplainableModel } from './explainable-model';
import { drawnRows, tableOfColumns, type ViewParts } from './view-parts';

export interface ShapSummaryOptions {
  /** How many features the chart shows, the most important first; the table has all. @default 10 */
  readonly top?: number;
  /** Of a model of several classes, the class that the chart explains. @default all, as bars of the mean contribution */
  readonly class?: string;
  readonly title?: string;
  readonly signal?: AbortSignal;
}

/** All features together: more dots would make the output large, and nobody sees them. */
const MOST_DOTS = 900;
const ROW_HEIGHT = 34;

/** What the features of one class add to its raw score, a list for each feature in the order of the rows. */
interface ClassContributions {
  readonly name: string;
  readonly features: readonly {
    readonly name: string;
    readonly values: ArrayLike<number>;
    readonly meanAbsolute: number;
  }[];
}

/**
 * What each feature adds to the predictions of the sample's rows (SHAP). Each dot is a row: to the right the feature makes
 * the prediction higher; the colour is the feature's own value, from low to high. The table has the mean contribution and
 * the mean of its size.
 */
export async function shapView(
  model: ExplainableModel,
  sample: FeatureData,
  options: ShapSummaryOptions,
): Promise<ViewParts> {
  const { top = 10, signal } = options;
  checkCount('shapSummary()', 'top', top);
  const wanted = options.class === undefined ? undefined : requireClass(model, options.class);
  const classes = byClass(await model.contributions(sample, { signal }));
  const chosen = wanted === undefined ? classes : classes.filter(({ name }) => name === wanted);
  const rowCount = chosen[0].features[0]?.values.length ?? 0;
  const of = wanted === undefined ? '' : ` of the class ${wanted}`;
  const title = options.title ?? `What the features add to the prediction${of} (SHAP, ${countOf(rowCount, 'row')})`;
  const order = orderOf(chosen);
  const shown = order.slice(0, top);
  const spec = chosen.length === 1 ? swarmSpec(chosen[0], shown, sample) : barSpec(chosen, shown);
  const lines = order.map((name) => {
    const means = chosen.map((each) => {
      const own = chosen.length === 1 ? '' : `${each.name} `;
      return `${own}${formatNumber(forChart(featureOf(each, name).meanAbsolute))}`;
    });
    return `${name}: mean size ${means.join(', ')}`;
  });
  const cells = chosen.flatMap((each) => order.map((name) => ({ class: each.name, ...featureOf(each, name) })));
  return {
    chart: new Chart(
      { ...baseSpec(title), height: Math.max(1, shown.length) * ROW_HEIGHT, ...spec },
      [title, ...lines].join('\n'),
    ),
    table: tableOfColumns({
      ...(chosen.length > 1 && { CLASS: cells.map((cell) => cell.class) }),
      FEATURE: cells.map(({ name }) => name),
      MEAN_ABSOLUTE: Float64Array.from(cells, ({ meanAbsolute }) => meanAbsolute),
      MEAN: Float64Array.from(cells, ({ values }) => meanOf(values, (value) => value)),
    }),
  };
}

function requireClass(model: ExplainableModel, wanted: string): string {
  const classes = model.classes ?? [];
  const found = findName(wanted, classes);
  if (found !== undefined && classes.length > 2) return found;
  throw new UserError(
    classes.length > 2
      ? `The model knows no class ${wanted}. Its classes are ${classes.join(', ')}.`
      : `The model has one raw score, which is explained as it is${classes.length === 2 ? `: higher means ${classes[1]}` : ''}. Leave out the option class.`,
  );
}

function byClass(contributions: Table): readonly ClassContributions[] {
  const names = contributions.columnNames.filter((name) => name !== BIAS_COLUMN);
  const isSeveral = names[0] === 'ROW' && names[1] === 'CLASS';
  const features = isSeveral ? names.slice(2) : names;
  const classNames = isSeveral ? contributions.column('CLASS').values : [];
  const classes = isSeveral ? [...new Set(Array.from(classNames as Iterable<string>))] : [''];
  return classes.map((name, place) => ({
    name,
    features: features.map((feature) => {
      const all = contributions.column(feature).values as Float64Array;
      const values = all.filter((_, index) => index % classes.length === place);
      return { name: feature, values, meanAbsolute: meanOf(values, Math.abs) };
    }),
  }));
}

function meanOf(values: ArrayLike<number>, of: (value: number) => number): number {
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) sum += of(values[index]);
  return values.length === 0 ? 0 : sum / values.length;
}

/** Names of the features, the most important first, over all classes. */
function orderOf(classes: readonly ClassContributions[]): readonly string[] {
  const sizes = new Map<string, number>();
  for (const { features } of classes)
    for (const { name, meanAbsolute } of features) sizes.set(name, (sizes.get(name) ?? 0) + meanAbsolute);
  return [...sizes].sort(([, one], [, other]) => other - one).map(([name]) => name);
}

function featureOf({ features }: ClassContributions, name: string): ClassContributions['features'][number] {
  return features.find((feature) => feature.name === name) ?? { name, values: [], meanAbsolute: 0 };
}

function swarmSpec(explained: ClassContributions, shown: readonly string[], sample: FeatureData): VegaLiteSpec {
  const perFeature = Math.floor(MOST_DOTS / Math.max(1, shown.length));
  const points = shown.flatMap((name, place) => {
    const { values } = featureOf(explained, name);
    const ranks = ranksOf(
      sample,
      name,
      explained.features.findIndex((feature) => feature.name === name),
    );
    const rows = drawnRows(values.length, perFeature);
    const offsets = placeInSwarm(rows.map((row) => values[row]));
    return rows.map((row, index) => [
      Number(values[row].toPrecision(3)),
      Number((place + 0.4 * offsets[index]).toFixed(2)),
      Number(ranks[row].toFixed(2)),
    ]);
  });
  return {
    layer: [
      {
        data: inlinePoints(['shap', 'place', 'value'], points),
        mark: { type: 'circle', size: 14, opacity: 0.8 },
        encoding: {
          x: { field: 'shap', type: 'quantitative', title: 'added to the prediction' },
          y: placeAxis(shown),
          color: {
            field: 'value',
            type: 'quantitative',
            scale: { range: ['#1e88e5', '#b8a2c8', '#ff0d57'], domain: [0, 0.5, 1] },
            legend: { title: 'value of the feature', values: [0, 1], labelExpr: "datum.value == 0 ? 'low' : 'high'" },
          },
        },
      },
      {
        data: { values: [{ zero: 0 }] },
        mark: { type: 'rule', color: '#888' },
        encoding: { x: { field: 'zero', type: 'quantitative' } },
      },
    ],
  };
}

/** An axis of numbers whose labels are names, so that dots may lie beside the middle of their row. */
function placeAxis(names: readonly string[]): VegaLiteSpec {
  return {
    field: 'place',
    type: 'quantitative',
    title: null,
    scale: { domain: [names.length - 0.5, -0.5], nice: false, zero: false },
    axis: { values: names.map((_, place) => place), labelExpr: `${JSON.stringify(names)}[datum.value]`, grid: false },
  };
}

/** For each row the place of its value among all values of the feature, from 0 to 1; missing values and texts are 0.5. */
function ranksOf(sample: FeatureData, feature: string, place: number): readonly number[] {
  const values = valuesOf(sample, feature, place);
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((one, other) => one - other);
  const first = new Map<number, number>();
  const behind = new Map<number, number>();
  for (const [rank, value] of sorted.entries()) {
    if (!first.has(value)) first.set(value, rank);
    behind.set(value, rank);
  }
  // Equal values share the middle of their ranks.
  const rankOf = (value: number): number => ((first.get(value) ?? 0) + (behind.get(value) ?? 0)) / 2;
  const last = Math.max(1, sorted.length - 1);
  return values.map((value) => (Number.isNaN(value) ? 0.5 : rankOf(value) / last));
}

function valuesOf(sample: FeatureData, feature: string, place: number): readonly number[] {
  if (Array.isArray(sample) && Array.isArray(sample[0])) return sample.map((row: readonly number[]) => row[place]);
  const table = asTabular(sample);
  if (table === undefined) return [];
  const name = findName(
    feature,
    table.columns.map((column) => column.name),
  );
  const column = table.columns.find((candidate) => candidate.name === name) ?? table.columns[place];
  return Array.from({ length: table.rowCount }, (_, row) => {
    const value = column.valueAt(row);
    return typeof value === 'string' ? Number.NaN : nearestNumber(value);
  });
}

function barSpec(classes: readonly ClassContributions[], shown: readonly string[]): VegaLiteSpec {
  const values = classes.flatMap((each) =>
    shown.map((name) => ({ feature: name, class: each.name, size: forChart(featureOf(each, name).meanAbsolute) })),
  );
  return {
    data: { values },
    mark: { type: 'bar', tooltip: true },
    encoding: {
      y: { field: 'feature', type: 'nominal', sort: null, title: null },
      x: { field: 'size', type: 'quantitative', title: 'mean size of what it adds' },
      color: { field: 'class', type: 'nominal', title: null },
    },
  };
}
