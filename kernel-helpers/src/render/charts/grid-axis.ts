import type { Tabular, TabularColumn } from '../tabular';
import { categoriesOf, mostFrequent } from './categories';
import { type ChartColumn, numbersOf, rangeOf } from './chart-data';
import { drawnAs } from './drawn-as';
import type { FieldValues } from './inline-data';
import { nameAxis } from './name-axis';
import { areGroups } from './point-looks';
import type { VegaLiteSpec } from './vega-lite-spec';

/** One axis of a grid of fields. */
export interface GridAxis {
  readonly name: string;
  /** For each row the field along this axis, or -1. */
  readonly codes: Int32Array;
  readonly count: number;
  readonly isOfGroups: boolean;
  /** How the chart stores the places of fields. */
  readonly stored: (places: readonly number[]) => FieldValues;
  readonly transform: readonly VegaLiteSpec[];
  readonly encoding: VegaLiteSpec;
  readonly remark?: string | undefined;
}

interface GridAxisOptions {
  readonly axis: 'x' | 'y';
  readonly bins: number;
  readonly title: string | undefined;
}

const MOST_GROUPS = 30;
/** An axis of numbers need not begin at zero. */
const FREE = { scale: { zero: false } } as const;

/** Numbers and times are cut into steps; other values, and few whole numbers, are groups. */
export function gridAxis(table: Tabular, column: TabularColumn, options: GridAxisOptions): GridAxis {
  const drawn = numbersOf(table, column);
  const isContinuous = drawn.time !== undefined || (column.numeric && !areGroups(drawn.values));
  return isContinuous ? axisOfSteps(drawn, options) : axisOfGroups(table, column, options);
}

function axisOfSteps(column: ChartColumn, { axis, bins, title }: GridAxisOptions): GridAxis {
  const [low, high] = rangeOf(column);
  const width = high > low ? (high - low) / bins : 1;
  const { values } = column;
  const codes = new Int32Array(values.length);
  for (let row = 0; row < values.length; row += 1) {
    const place = Math.floor((values[row] - low) / width);
    codes[row] = Number.isFinite(place) ? Math.min(place, bins - 1) : -1;
  }
  const field = placeField(axis);
  const edge = (place: string, as: string): VegaLiteSpec => ({ calculate: `${low}+${width}*${place}`, as });
  const { encoding } = drawnAs(column, { isBinned: true, title });
  return {
    name: column.name,
    codes,
    count: bins,
    isOfGroups: false,
    stored: (places) => places,
    // Each field is stored as its place on the grid: its edges are computed where it is drawn.
    transform: [edge(`datum.${field}`, axis), edge(`(datum.${field}+1)`, `${axis}2`)],
    encoding: {
      [axis]: { field: axis, ...encoding, ...(column.time === undefined && FREE) },
      [`${axis}2`]: { field: `${axis}2` },
    },
  };
}

function axisOfGroups(table: Tabular, column: TabularColumn, { axis, title }: GridAxisOptions): GridAxis {
  const groups = mostFrequent(categoriesOf(table, column), MOST_GROUPS);
  return {
    name: groups.name,
    codes: groups.codes,
    count: groups.labels.length,
    isOfGroups: true,
    stored: (places) => places.map((place) => groups.labels[place]),
    transform: [],
    encoding: {
      [axis]: {
        field: placeField(axis),
        type: 'nominal',
        title: title ?? groups.name,
        sort: groups.labels,
        axis: nameAxis(groups.labels, axis === 'x'),
      },
    },
    remark: groups.remark,
  };
}

function placeField(axis: 'x' | 'y'): string {
  return axis === 'x' ? 'column' : 'row';
}
