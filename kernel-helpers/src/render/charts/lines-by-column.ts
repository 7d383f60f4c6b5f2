import { UserError } from '../../errors';
import type { ColumnName } from '../../values/column-name';
import { countOf } from '../format-value';
import type { Tabular, TabularColumn } from '../tabular';
import { aggregateRows } from './aggregate-rows';
import { type Categories, categoriesOf } from './categories';
import { Chart } from './chart';
import { type ChartData, numbersOf, rangeOf, titled } from './chart-data';
import { aggregateOf, type ChartFigure, readFigure } from './chart-figure';
import { CHART_OPTIONS, type ChartAggregate, SPLIT_OPTIONS } from './chart-options';
import { chartSpec, colourOf } from './chart-spec';
import { drawnAs } from './drawn-as';
import { emptyChart } from './empty-chart';
import { inlineData } from './inline-data';
import type { LineChartOptions } from './line-options';
import { type LinePoint, thinLine } from './line-points';
import { type AxisScale, neededValue, onScale, readScales, SCALE_OPTIONS } from './log-scale';
import { nameAxis } from './name-axis';
import { ChartReader } from './read-chart';
import { CrossedGroups, rowsWithValues, splitColumns, splitRemarks, splitRows } from './split-rows';

const NAMES = { ...CHART_OPTIONS, ...SPLIT_OPTIONS, ...SCALE_OPTIONS, x: true, y: true, aggregate: true } as const;
/** A chart of more places is drawn by the lowest and the highest values along its width. */
const MOST_PLACES = 2_000;
const MOST_POINTS = 600;

/** Lines over the values of a column. Rows of one line at the same place become one point. */
export function linesByColumn(data: ChartData, given: LineChartOptions): Chart {
  const reader = new ChartReader('lineChart()', data);
  const options = reader.read(given, NAMES);
  const x = reader.required('x', options.x);
  const wanted: readonly (ColumnName | ChartFigure)[] = Array.isArray(options.y) ? options.y : [options.y];
  const figures = wanted.map((one) => readFigure(reader, 'y', one));
  const aggregate = aggregateOf(reader, figures, options.aggregate) ?? 'mean';
  const measures = figures.map(({ column }) => reader.required('y', column));
  readScales(reader, options);
  const split = splitColumns(reader, options);
  if (wanted.length === 0) reader.refuse('y is empty: give it the name of a column.');
  if (wanted.length > 1 && options.colour !== undefined) {
    reader.refuse('several columns as y have a colour each, so colour cannot name another column.');
  }
  reader.check();
  const empty = emptyChart(reader.table, options);
  if (empty !== undefined) return empty;
  const { table } = reader;
  const parts = splitRows(reader, split);
  const groups = new CrossedGroups(
    [parts.colour, parts.facet].filter((part) => part !== undefined),
    table.rowCount,
  );
  const places = placesOf(table, x, options.xScale);
  const columns = measures.map((measure) => onScale(numbersOf(table, measure), options.yScale));
  const most = Math.max(20, Math.floor(MOST_POINTS / (groups.count * columns.length)));
  const remarks = new Set<string>();
  const lines = columns.flatMap((column) => {
    rangeOf(column);
    const drawn = linesOf(places, column.values, groups, aggregate, most);
    for (const remark of drawn.remarks) remarks.add(remark);
    return drawn.lines.map((points, group) => ({
      name: column.name,
      points,
      labels: groups.labelsOf(group),
      group: groups.nameOf(group),
    }));
  });
  const points = lines.flatMap(({ name, points: some, labels }) => some.map((point) => ({ ...point, name, labels })));
  const names = columns.map(({ name }) => name);
  const title = titled(options.title ?? `${names.join(', ')} by ${x.name}`, table);
  const yAxis = drawnAs(
    columns.length === 1 ? columns[0] : { name: 'value', values: Float64Array.from(points, ({ y }) => y) },
    {
      title: options.yTitle,
      scale: options.yScale,
    },
  );
  const series: Categories | undefined =
    columns.length === 1
      ? parts.colour
      : { name: '', labels: names, codes: new Int32Array(), counts: [], isOrdered: false };
  const colour = colourOf(series);
  const drawable = columns.map(({ values }) =>
    rowsWithValues(
      table.rowCount,
      [parts.colour, parts.facet].filter((part) => part !== undefined),
      [places.values, values],
    ),
  );
  const missing = leftOutOf(table.rowCount, drawable, neededValue(options));
  const isFree = columns[0].time === undefined && options.yScale !== 'log';
  const yScale = isFree ? { scale: { zero: false } } : {};
  const spec = chartSpec({
    title,
    options,
    remarks: [...remarks, ...missing, ...splitRemarks(parts)],
    ...inlineData({
      x: places.stored(points.map((point) => point.x)),
      y: points.map((point) => yAxis.round(point.y)),
      colour:
        columns.length === 1 ? parts.colour && points.map(({ labels }) => labels[0]) : points.map(({ name }) => name),
      facet: parts.facet && points.map(({ labels }) => labels[labels.length - 1]),
    }),
    view: {
      mark: { type: 'line', tooltip: true, ...(points.length <= 60 && { point: true }) },
      encoding: {
        x: { field: 'x', ...places.encoding(options.xTitle) },
        y: { field: 'y', ...yAxis.encoding, ...yScale },
        ...(colour !== undefined && { color: columns.length === 1 ? colour : { ...colour, title: null } }),
      },
    },
    facet: parts.facet,
  });
  const texts = lines.map(({ name, points: some, group }) =>
    lineText(
      [columns.length > 1 || group === '' ? name : '', group].filter((part) => part !== '').join(', '),
      some,
      yAxis.text,
    ),
  );
  return new Chart(spec, [title, ...texts].join('\n'));
}

/** What a chart says about values that no line has. */
function leftOutOf(rowCount: number, drawable: readonly number[], needed: string): readonly string[] {
  const missing = drawable.reduce((total, rows) => total + rowCount - rows, 0);
  if (missing === 0) return [];
  return [
    drawable.length === 1
      ? `${countOf(missing, 'row')} without ${needed} left out`
      : `${countOf(missing, 'missing value')} left out`,
  ];
}

/** The places of the rows along the horizontal axis. */
interface Places {
  readonly values: Float64Array;
  /** For texts and for few places: rows of one place have one code. */
  readonly groups?: Categories;
  encoding(title: string | undefined): object;
  stored(values: readonly number[]): readonly (number | string)[] & (readonly number[] | readonly string[]);
}

function placesOf(table: Tabular, column: TabularColumn, scale: AxisScale | undefined): Places {
  const read = numbersOf(table, column);
  const isNumber = read.time !== undefined || column.numeric;
  if (!isNumber) {
    if (scale === 'log') throw new UserError(`Column ${column.name} holds texts, and a log scale needs numbers.`);
    const groups = categoriesOf(table, column);
    if (groups.labels.length > MOST_PLACES) {
      throw new UserError(
        `Column ${column.name} has ${countOf(groups.labels.length, 'different text')}, too many for an axis. If they are dates, make dates of them: to_date(…) in SQL, CalendarDate.from(…) here.`,
      );
    }
    return {
      values: Float64Array.from(groups.codes, (code) => (code === -1 ? Number.NaN : code)),
      groups,
      encoding: (title) => ({
        type: 'ordinal',
        title: title ?? column.name,
        sort: groups.labels,
        axis: nameAxis(groups.labels, true),
      }),
      stored: (values) => values.map((place) => groups.labels[place]),
    };
  }
  const drawn = onScale(read, scale);
  const { encoding, round } = drawnAs(drawn, { scale });
  return {
    values: drawn.values,
    encoding: (title) => ({
      ...encoding,
      ...(title !== undefined && { title }),
      ...(drawn.time === undefined && scale !== 'log' && { scale: { zero: false, nice: false } }),
    }),
    stored: (values) => values.map(round),
  };
}

interface DrawnLines {
  /** The points of each group, from left to right. */
  readonly lines: readonly (readonly LinePoint[])[];
  readonly remarks: readonly string[];
}

function linesOf(
  places: Places,
  values: Float64Array,
  groups: CrossedGroups,
  how: ChartAggregate,
  most: number,
): DrawnLines {
  const steps = distinctPlaces(places.values);
  const thinned = 'thinned: the lowest and the highest values along the axis';
  if (steps === undefined) {
    const lines = thinLine(places.values, values, groups.codes, groups.count, most);
    return { lines, remarks: [thinned] };
  }
  const { sorted, codes } = steps;
  const cells = codes.map((code, row) =>
    code === -1 || groups.codes[row] === -1 ? -1 : groups.codes[row] * sorted.length + code,
  );
  const points = aggregateRows(cells, groups.count * sorted.length, values, how);
  const drawnRows = aggregateRows(cells, groups.count * sorted.length, values, 'count');
  const isOneEach = drawnRows.every((rows) => rows <= 1);
  let isThin = true;
  const lines = Array.from({ length: groups.count }, (_, group) => {
    const own = points.subarray(group * sorted.length, (group + 1) * sorted.length);
    const line = Array.from(own, (y, place): LinePoint => ({ x: sorted[place], y })).filter(({ y }) =>
      Number.isFinite(y),
    );
    if (line.length <= most) return line;
    isThin = false;
    return thinLine(sorted, own, new Int32Array(own.length), 1, most)[0];
  });
  return {
    lines,
    remarks: [
      ...(isOneEach && how !== 'count' ? [] : [`${how} of the rows at each place`]),
      ...(isThin ? [] : [thinned]),
    ],
  };
}

/** The different places from left to right, if there are not too many, and for each row which it is. */
function distinctPlaces(
  values: Float64Array,
): { readonly sorted: Float64Array; readonly codes: Int32Array } | undefined {
  const seen = new Set<number>();
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    seen.add(value);
    if (seen.size > MOST_PLACES) return undefined;
  }
  const sorted = Float64Array.from(seen).sort();
  const codes = new Map(Array.from(sorted, (value, code) => [value, code]));
  return { sorted, codes: Int32Array.from(values, (value) => codes.get(value) ?? -1) };
}

function lineText(name: string, points: readonly LinePoint[], text: (value: number) => string): string {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return `${name}: no points`;
  return `${name}: ${text(first.y)} to ${text(last.y)} over ${countOf(points.length, 'point')}`;
}
