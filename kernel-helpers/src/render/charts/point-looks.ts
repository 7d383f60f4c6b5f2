import type { Tabular, TabularColumn } from '../tabular';
import { categoriesOf, mostFrequent } from './categories';
import { numbersOf, rangeOf } from './chart-data';
import { colourOf } from './chart-spec';
import { drawnAs } from './drawn-as';
import type { FieldValues } from './inline-data';
import { roundingOf } from './rounding';
import type { VegaLiteSpec } from './vega-lite-spec';

/** Numbers with so few whole values are groups, such as classes and years, and not a scale. */
const MOST_WHOLE_GROUPS = 10;
const MOST_COLOURS = 9;
/** Nobody tells more shades or areas apart. */
const SHADES = 200;
const AREAS = [6, 200] as const;

/** How one property of the points of a chart follows a column. */
export interface PointLook {
  readonly encoding: { readonly color?: VegaLiteSpec; readonly size?: VegaLiteSpec };
  of(rows: readonly number[]): FieldValues;
  readonly remark?: string | undefined;
}

/** Numbers and times get a scale of colours that is read on light and on dark pages, other values a colour each. */
export function colourOfPoints(table: Tabular, column: TabularColumn): PointLook {
  const drawn = numbersOf(table, column);
  if ((column.numeric || drawn.time !== undefined) && !areGroups(drawn.values)) {
    const { encoding } = drawnAs(drawn);
    const round = roundingOf(rangeOf(drawn), SHADES);
    const { type, title } = encoding;
    return {
      encoding: { color: { field: 'colour', type, title, scale: { scheme: 'viridis' } } },
      of: (rows) => rows.map((row) => (Number.isFinite(drawn.values[row]) ? round(drawn.values[row]) : null)),
    };
  }
  const groups = mostFrequent(categoriesOf(table, column), MOST_COLOURS);
  const color = colourOf(groups);
  return {
    encoding: color === undefined ? {} : { color },
    of: (rows) => rows.map((row) => (groups.codes[row] === -1 ? null : groups.labels[groups.codes[row]])),
    remark: groups.remark,
  };
}

/** Areas of points. They begin at no zero: a point must be seen. */
export function sizeOfPoints(table: Tabular, column: TabularColumn): PointLook & { readonly values: Float64Array } {
  const drawn = numbersOf(table, column);
  const round = roundingOf(rangeOf(drawn), SHADES);
  return {
    values: drawn.values,
    encoding: {
      size: { field: 'size', type: 'quantitative', title: drawn.name, scale: { range: AREAS, zero: false } },
    },
    of: (rows) => rows.map((row) => round(drawn.values[row])),
  };
}

/** Whether numbers are few different whole ones. */
export function areGroups(values: Float64Array): boolean {
  const seen = new Set<number>();
  for (const value of values) {
    if (Number.isNaN(value) || seen.has(value)) continue;
    if (!Number.isInteger(value) || seen.size === MOST_WHOLE_GROUPS) return false;
    seen.add(value);
  }
  return true;
}
