import { isoTime } from '../../values/iso-time';
import { formatNumber } from '../format-value';
import { forChart } from './chart';
import { type ChartColumn, rangeOf } from './chart-data';
import { numberAxis } from './number-axis';
import { roundingOf } from './rounding';
import type { VegaLiteSpec } from './vega-lite-spec';

/** A screen shows no more of the places of points; edges of bars meet, and there are few. */
const POINT_STEPS = 1000;
const BIN_STEPS = 100_000;

/** How the values of a column are drawn along an axis. */
export interface DrawnAs {
  /** Type, title and scale of the axis. */
  readonly encoding: VegaLiteSpec;
  /** A value as the chart stores it. */
  round(value: number): number;
  text(value: number): string;
}

/**
 * Draws numbers to a thousandth of their range and times to the millisecond: instants in UTC, and times without a zone as they are.
 * `isBinned` matters only for numbers.
 */
export function drawnAs(column: ChartColumn, { isBinned = false, title = '' } = {}): DrawnAs {
  const { name, time } = column;
  if (time === undefined) {
    const range = rangeOf(column);
    return {
      encoding: {
        type: 'quantitative',
        ...(isBinned && { bin: 'binned' }),
        title: title || name,
        ...numberAxis(range, isBinned ? [] : column.values),
      },
      round: roundingOf(range, isBinned ? BIN_STEPS : POINT_STEPS),
      text: (value) => formatNumber(forChart(value)),
    };
  }
  const zone = time === 'instant' ? { offsetMinutes: 0 } : {};
  return {
    encoding: {
      type: 'temporal',
      title: title || (time === 'instant' ? `${name} (UTC)` : name),
      scale: { type: 'utc' },
    },
    round: Math.round,
    text: (value) => isoTime({ milliseconds: Math.round(value), nanoseconds: 0, ...zone }),
  };
}
