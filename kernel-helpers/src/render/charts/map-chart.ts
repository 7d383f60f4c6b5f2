import { UserError } from '../../errors';
import { findName } from '../../find-names';
import type { ColumnName } from '../../values/column-name';
import { countOf, formatCount } from '../format-value';
import type { Tabular } from '../tabular';
import { Chart } from './chart';
import { type ChartColumn, type ChartData, numbersOf, rangeOf, titled } from './chart-data';
import { CHART_OPTIONS, type ChartOptions, type ColourOption } from './chart-options';
import { chartSpec } from './chart-spec';
import { emptyChart } from './empty-chart';
import { inlineData } from './inline-data';
import { type MapBox, outlineWithin } from './outline';
import { colourOfPoints, sizeOfPoints } from './point-looks';
import { ChartReader } from './read-chart';
import { roundingOf } from './rounding';
import { evenlyTaken, takenRemark } from './taken-rows';

export interface MapChartOptions extends Omit<ChartOptions, 'xTitle' | 'yTitle'>, ColourOption {
  /** Column of longitudes, in degrees east. @default the column LONGITUDE, LON or LNG */
  readonly x?: ColumnName;
  /** Column of latitudes, in degrees north. @default the column LATITUDE or LAT */
  readonly y?: ColumnName;
  /**
   * Column whose values colour the points: numbers along a scale of colours, other values by their groups.
   * @elsewhere fill, stroke, hue
   */
  readonly colour?: ColumnName;
  /** Column of numbers that become the areas of the points. */
  readonly size?: ColumnName;
  /** Draws at most this many points, taken evenly from the rows. @default 500, and 300 with size */
  readonly maxPoints?: number;
}

const { title, width, height } = CHART_OPTIONS;
const NAMES = { title, width, height, x: true, y: true, colour: true, size: true, maxPoints: true } as const;
const LONGITUDES = ['longitude', 'lon', 'lng', 'long'];
const LATITUDES = ['latitude', 'lat'];
const WIDTH = 420;
const HEIGHTS = [180, 480] as const;
/** Around the points, as a share of what they span. */
const MARGIN = 0.06;
/** A map has fewer pixels along its sides. */
const STEPS = 1000;
const LEAST_SPAN = 0.5;
const TO_RADIANS = Math.PI / 180;

/** Points on a map with borders and coasts, which the package brings: nothing is read from a network. */
export function mapChart(data: ChartData, given: MapChartOptions = {}): Chart {
  const reader = new ChartReader('mapChart()', data);
  const options = reader.read(given, NAMES);
  const { maxPoints = options.size === undefined ? 500 : 300 } = options;
  reader.count('maxPoints', maxPoints);
  const { table } = reader;
  const x = reader.required('x', options.x ?? nameAmong(table, LONGITUDES));
  const y = reader.required('y', options.y ?? nameAmong(table, LATITUDES));
  const [colourColumn, sizeColumn] = [reader.column('colour', options.colour), reader.column('size', options.size)];
  reader.check();
  const empty = emptyChart(reader.table, options);
  if (empty !== undefined) return empty;
  const [longitudes, latitudes] = [numbersOf(table, x), numbersOf(table, y)];
  checkDegrees(longitudes, latitudes);
  const box = boxAround(longitudes, latitudes);
  const colour = colourColumn && colourOfPoints(table, colourColumn);
  const areas = sizeColumn && sizeOfPoints(table, sizeColumn);
  const needed = [longitudes.values, latitudes.values, ...(areas === undefined ? [] : [areas.values])];
  const { rows, drawable } = evenlyTaken(table.rowCount, needed, maxPoints);
  const looks = [...(colourColumn === undefined ? [] : [colourColumn.name])];
  const shown = titled(options.title ?? [...looks, 'by place'].join(' '), table);
  const [mapWidth, mapHeight] = [options.width ?? WIDTH, options.height ?? heightOf(box, options.width ?? WIDTH)];
  const [across, up] = [roundingOf([box.west, box.east], STEPS), roundingOf([box.south, box.north], STEPS)];
  const outline = { type: 'Feature', geometry: { type: 'MultiLineString', coordinates: outlineWithin(box) } };
  const points = inlineData({
    longitude: rows.map((row) => across(longitudes.values[row])),
    latitude: rows.map((row) => up(latitudes.values[row])),
    colour: colour?.of(rows),
    size: areas?.of(rows),
  });
  const spec = chartSpec({
    title: shown,
    options: { width: mapWidth, height: mapHeight },
    remarks: [
      ...takenRemark(rows.length, drawable, table.rowCount),
      ...(colour?.remark === undefined ? [] : [colour.remark]),
    ],
    ...points,
    view: {
      projection: { type: 'mercator', ...placeOf(box, mapWidth, mapHeight) },
      layer: [
        {
          data: { values: [outline] },
          mark: { type: 'geoshape', filled: false, stroke: '#999', strokeWidth: 0.8, clip: true },
        },
        {
          mark: {
            type: 'circle',
            opacity: colour === undefined ? 0.5 : 1,
            tooltip: true,
            ...(areas === undefined && { size: rows.length > 200 ? 12 : 30 }),
          },
          encoding: {
            longitude: { field: 'longitude', type: 'quantitative' },
            latitude: { field: 'latitude', type: 'quantitative' },
            ...colour?.encoding,
            ...areas?.encoding,
          },
        },
      ],
    },
  });
  return new Chart(spec, mapText(shown, longitudes, latitudes, rows.length));
}

function nameAmong({ columns }: Tabular, wanted: readonly string[]): string | undefined {
  const names = columns.map(({ name }) => name);
  return wanted.map((name) => findName(name, names)).find((name) => name !== undefined);
}

function checkDegrees(longitudes: ChartColumn, latitudes: ChartColumn): void {
  for (const [{ name }, most, [low, high], axis] of [
    [longitudes, 360, rangeOf(longitudes), 'a longitude, as x'],
    [latitudes, 85, rangeOf(latitudes), 'a latitude of this map, as y'],
  ] as const) {
    if (low >= -most && high <= most) continue;
    throw new UserError(
      `mapChart() cannot place column ${name}: it goes from ${low} to ${high}, and ${axis}, lies from -${most} to ${most} degrees.`,
    );
  }
}

/** The points with a margin; a single point gets half a degree. */
function boxAround(longitudes: ChartColumn, latitudes: ChartColumn): MapBox {
  const [west, east] = widened(rangeOf(longitudes));
  const [south, north] = widened(rangeOf(latitudes));
  return { west, east, south: Math.max(-85, south), north: Math.min(85, north) };
}

function widened([low, high]: readonly [number, number]): readonly [number, number] {
  const margin = Math.max(MARGIN * (high - low), (LEAST_SPAN - (high - low)) / 2);
  return [low - margin, high + margin];
}

/** Mercator's vertical place of a latitude, in radians: https://mathworld.wolfram.com/MercatorProjection.html */
function mercator(latitude: number): number {
  return Math.log(Math.tan(Math.PI / 4 + (latitude * TO_RADIANS) / 2));
}

function heightOf({ west, east, south, north }: MapBox, mapWidth: number): number {
  const height = (mapWidth * (mercator(north) - mercator(south))) / ((east - west) * TO_RADIANS);
  return Math.round(Math.min(HEIGHTS[1], Math.max(HEIGHTS[0], height)));
}

/** Scale, centre and place of the projection, so that the box fills the chart whatever the outline is. */
function placeOf({ west, east, south, north }: MapBox, mapWidth: number, mapHeight: number): object {
  const [across, up] = [(east - west) * TO_RADIANS, mercator(north) - mercator(south)];
  const scale = Math.min(mapWidth / across, mapHeight / up);
  const middle = (2 * Math.atan(Math.exp((mercator(north) + mercator(south)) / 2)) - Math.PI / 2) / TO_RADIANS;
  const round = (value: number): number => Number(value.toPrecision(7));
  return {
    scale: round(scale),
    center: [round((west + east) / 2), round(middle)],
    translate: [mapWidth / 2, mapHeight / 2],
  };
}

function mapText(shown: string, longitudes: ChartColumn, latitudes: ChartColumn, drawn: number): string {
  const span = (column: ChartColumn): string =>
    rangeOf(column)
      .map((value) => value.toFixed(2))
      .join(' to ');
  const rowCount = longitudes.values.length;
  const share = drawn < rowCount ? `${formatCount(drawn)} of ${countOf(rowCount, 'row')}` : countOf(rowCount, 'row');
  return `${shown}\nmap of ${share}: longitude ${span(longitudes)}, latitude ${span(latitudes)}`;
}
