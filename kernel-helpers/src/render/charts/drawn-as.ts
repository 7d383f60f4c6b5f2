import { isoTime } from '../../values/iso-time';
import { formatNumber } from '../format-value';
import { forChart, type VegaLiteSpec } from './chart';
import type { ChartColumn } from './chart-data';

/** How the values of a column are drawn along an axis. */
export interface DrawnAs {
  /** Type, title and scale of the axis. */
  readonly encoding: VegaLiteSpec;
  /** A value as the chart stores it. */
  round(value: number): number;
  text(value: number): string;
}

/**
 * Draws numbers to four digits and times to the millisecond: instants in UTC, and times without a zone as they are.
 * `isBinned` matters only for numbers.
 */
export function drawnAs({ name, time }: ChartColumn, { isBinned = false } = {}): DrawnAs {
  if (time === undefined) {
    return {
      encoding: { type: 'quantitative', ...(isBinned && { bin: 'binned' }), title: name },
      round: forChart,
      text: (value) => formatNumber(forChart(value)),
    };
  }
  const zone = time === 'instant' ? { offsetMinutes: 0 } : {};
  return {
    encoding: { type: 'temporal', title: time === 'instant' ? `${name} (UTC)` : name, scale: { type: 'utc' } },
    round: Math.round,
    text: (value) => isoTime({ milliseconds: Math.round(value), nanoseconds: 0, ...zone }),
  };
}
