import { UserError } from '../errors';
import { findNames, requireName } from '../find-names';
import type { FeatureData } from '../model-input/feature-matrix';
import { baseSpec, Chart, forChart, inlinePoints, type VegaLiteSpec } from '../render/charts/chart';
import { checkCount } from '../render/charts/chart-data';
import { countOf, formatNumber } from '../render/format-value';
import { asTabular } from '../render/tabular';
import { Decimal } from '../values/decimal';
import { largestOf, smallestOf } from '../values/extremes';
import { quantileOfSorted } from '../values/quantile-of-sorted';
import type { ExplainableModel } from './explainable-model';
import { drawnRows, tableOfColumns, type ViewParts } from './view-parts';

export interface PartialDependenceOptions {
  /** Values of the feature that are tried. @default 25 */
  readonly points?: number;
  /** Thin lines, each for a row of the sample; 0 leaves them out. @default 25 */
  readonly lines?: number;
  /** Of a model that tells classes apart, the class whose probability is drawn. @default of two the second; of more, each */
  readonly class?: string;
  readonly title?: string;
  readonly signal?: AbortSignal;
}

/** A column that is predicted: the numbers of the model, or the probability of a class. */
interface Response {
  readonly name: string;
  /** For each tried value the prediction of each row. */
  readonly predictions: readonly Float64Array[];
}

/**
 * How the prediction changes with one feature while the others stay as they are: for each tried value, the mean prediction
 * over all rows of the sample (scikit-learn's `partial_dependence`, method `brute`). The tried values are all that occur, or
 * where there are more, as many at equal distances between the 5th and the 95th of a hundred parts of the sample.
 */
export async function dependenceView(
  model: ExplainableModel,
  sample: FeatureData,
  feature: string,
  options: PartialDependenceOptions,
): Promise<ViewParts> {
  const { points = 25, lines = 25, signal } = options;
  checkCount('partialDependence()', 'points', points);
  if (lines !== 0) checkCount('partialDependence()', 'lines', lines);
  const { columns, rowCount } = columnsOfModel(model, sample);
  const name = requireName(feature, Object.keys(columns), 'The model');
  const grid = gridOf(columns[name], name, points);
  const wanted = classesToDraw(model, options.class);
  const responses = await predictGrid(model, { columns, rowCount, name, grid }, wanted, signal);
  const measured = wanted === undefined ? 'prediction' : 'probability';
  const title = options.title ?? `Partial dependence on ${name} (${countOf(rowCount, 'row')})`;
  const rows = responses.length === 1 ? drawnRows(rowCount, lines) : [];
  const cells = responses.flatMap((response) =>
    grid.map((value, place) => ({ class: response.name, value, mean: meanOf(response.predictions[place]) })),
  );
  const isNumeric = grid.every((value) => typeof value === 'number');
  const texts = responses.map((response) => {
    const means = cells.filter((cell) => cell.class === response.name).map(({ mean }) => mean);
    const range = `${formatNumber(forChart(smallestOf(means)))} to ${formatNumber(forChart(largestOf(means)))}`;
    return `${response.name === '' ? `mean ${measured}` : `mean ${measured} of ${response.name}`}: ${range} over ${countOf(grid.length, 'value')}`;
  });
  return {
    chart: new Chart(
      specOf({ title, name, measured, cells, isNumeric, single: single(responses, grid, rows) }),
      [title, ...texts].join('\n'),
    ),
    table: tableOfColumns({
      ...(responses.length > 1 && { CLASS: cells.map((cell) => cell.class) }),
      [name]: isNumeric
        ? Float64Array.from(cells, ({ value }) => Number(value))
        : cells.map(({ value }) => String(value)),
      [measured.toUpperCase()]: Float64Array.from(cells, ({ mean }) => mean),
    }),
  };
}

type GridValue = number | string;
type Cell = { readonly class: string; readonly value: GridValue; readonly mean: number };

/** The model's features in the sample, by the sample's names. */
function columnsOfModel(
  model: ExplainableModel,
  sample: FeatureData,
): { readonly columns: Readonly<Record<string, readonly unknown[]>>; readonly rowCount: number } {
  const table = asTabular(sample);
  if (table === undefined || model.features === undefined) {
    throw new UserError(
      'partialDependence() takes a Table, a DataFrame, an array of objects or an object of columns, and a model that names its features.',
    );
  }
  if (table.rowCount === 0) throw new UserError('partialDependence() needs rows, and the sample has none.');
  const names = table.columns.map(({ name }) => name);
  const found = findNames(model.features, names);
  const missing = model.features.filter((_, index) => found[index] === undefined);
  if (missing.length > 0) {
    throw new UserError(`The sample lacks ${missing.join(', ')}. The model takes ${model.features.join(', ')}.`);
  }
  const columns = Object.fromEntries(
    table.columns
      .filter(({ name }) => found.includes(name))
      .map((column): [string, readonly unknown[]] => [
        column.name,
        Array.from({ length: table.rowCount }, (_, row) => column.valueAt(row) ?? null),
      ]),
  );
  return { columns, rowCount: table.rowCount };
}

/** Values to try, sorted; missing ones are not tried. */
function gridOf(values: readonly unknown[], name: string, points: number): readonly GridValue[] {
  const known = values.flatMap((value): GridValue[] => {
    if (typeof value === 'string') return [value];
    const number = value instanceof Decimal ? value.toNumber() : value === null ? Number.NaN : Number(value);
    return Number.isNaN(number) ? [] : [number];
  });
  if (known.length === 0) throw new UserError(`The sample has no value of ${name}.`, { facts: { column: name } });
  const numbers = known.filter((value) => typeof value === 'number');
  if (numbers.length < known.length) return [...new Set(known.map(String))].sort();
  const distinct = [...new Set(numbers)].sort((one, other) => one - other);
  if (distinct.length <= points) return distinct;
  const sorted = numbers.sort((one, other) => one - other);
  const [low = Number.NaN, high = Number.NaN] = [0.05, 0.95].map((share) => quantileOfSorted(sorted, share));
  if (low === high || points === 1) return [low];
  return Array.from({ length: points }, (_, index) => low + ((high - low) * index) / (points - 1));
}

/** Undefined for a model that predicts numbers. */
function classesToDraw({ classes }: ExplainableModel, wanted: string | undefined): readonly string[] | undefined {
  if (classes === undefined) {
    if (wanted === undefined) return undefined;
    throw new UserError('The model tells no classes apart. Leave out the option class.');
  }
  if (wanted === undefined) return classes.length === 2 ? [classes[1]] : classes;
  const [found] = findNames([wanted], classes);
  if (found !== undefined) return [found];
  throw new UserError(`The model knows no class ${wanted}. Its classes are ${classes.join(', ')}.`);
}

interface Tried {
  readonly columns: Readonly<Record<string, readonly unknown[]>>;
  readonly rowCount: number;
  readonly name: string;
  readonly grid: readonly GridValue[];
}

async function predictGrid(
  model: ExplainableModel,
  { columns, rowCount, name, grid }: Tried,
  classes: readonly string[] | undefined,
  signal: AbortSignal | undefined,
): Promise<readonly Response[]> {
  const responses = (classes ?? ['']).map((each) => ({ name: each, predictions: [] as Float64Array[] }));
  for (const value of grid) {
    const rows = { ...columns, [name]: new Array<GridValue>(rowCount).fill(value) };
    if (classes === undefined) {
      responses[0].predictions.push(await model.predict(rows, { signal }));
      continue;
    }
    const probabilities = await model.predict(rows, { probabilities: true, signal });
    for (const response of responses) {
      response.predictions.push(Float64Array.from(probabilities.column(response.name).values as Float64Array));
    }
  }
  return responses;
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** A thin line for each drawn row. */
function single(
  responses: readonly Response[],
  grid: readonly GridValue[],
  rows: readonly number[],
): readonly { readonly row: number; readonly value: GridValue; readonly mean: number }[] {
  return rows.flatMap((row) =>
    grid.map((value, place) => ({ row, value, mean: responses[0].predictions[place][row] })),
  );
}

interface Drawn {
  readonly title: string;
  readonly name: string;
  readonly measured: string;
  readonly cells: readonly Cell[];
  readonly isNumeric: boolean;
  readonly single: readonly { readonly row: number; readonly value: GridValue; readonly mean: number }[];
}

function specOf({ title, name, measured, cells, isNumeric, single: lines }: Drawn): VegaLiteSpec {
  const stored = (value: GridValue): GridValue => (typeof value === 'number' ? forChart(value) : value);
  const x = {
    field: 'x',
    title: name,
    ...(isNumeric ? { type: 'quantitative', scale: { zero: false } } : { type: 'nominal', sort: null }),
  };
  const y = { field: 'y', type: 'quantitative', title: measured, scale: { zero: false } };
  const isSeveral = new Set(cells.map((cell) => cell.class)).size > 1;
  const thin = {
    data: isNumeric
      ? inlinePoints(
          ['r', 'x', 'y'],
          lines.map(({ row, value, mean }) => [row, forChart(Number(value)), forChart(mean)]),
        )
      : { values: lines.map(({ row, value, mean }) => ({ r: row, x: value, y: forChart(mean) })) },
    mark: { type: 'line', opacity: 0.25, strokeWidth: 1, color: '#888' },
    encoding: { x, y, detail: { field: 'r', type: 'nominal' } },
  };
  const thick = {
    data: { values: cells.map((cell) => ({ class: cell.class, x: stored(cell.value), y: forChart(cell.mean) })) },
    mark: { type: 'line', strokeWidth: 3, point: !isNumeric, tooltip: true },
    encoding: { x, y, ...(isSeveral && { color: { field: 'class', type: 'nominal', title: null } }) },
  };
  return { ...baseSpec(title), layer: lines.length === 0 ? [thick] : [thin, thick] };
}
