import { isoTime } from '../../values/iso-time';
import { formatNumber } from '../format-value';
import { forChart } from './chart';
import { type ChartColumn, rangeOf } from './chart-data';
import { type AxisScale, LOG_SCALE } from './log-scale';
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

interface DrawnAsOptions {
  readonly isBinned?: boolean;
  readonly title?: string | undefined;
  readonly scale?: AxisScale | undefined;
}

/** Along a log scale it is the digits of a number that are seen, and not its distance from others. */
function drawnByLog(title: string, isBinned: boolean): DrawnAs {
  return {
    encoding: { type: 'quantitative', ...(isBinned && { bin: 'binned' }), title, scale: LOG_SCALE },
    round: (value) => Number(value.toPrecision(isBinned ? 6 : 4)),
    text: (value) => formatNumber(forChart(value)),
  };
}

/**
 * Draws numbers to a thousandth of their range and times to the millisecond: instants in UTC, and times without a zone as they are.
 * `isBinned` matters only for numbers.
 */
export function drawnAs(column: ChartColumn, { isBinned = false, title = '', scale }: DrawnAsOptions = {}): DrawnAs {
  const { name, time } = column;
  if (time === undefined) {
    const range = rangeOf(column);
    if (scale === 'log') return drawnByLog(title || name, isBinned);
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
