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

/** Numbers to four digits; times to the millisecond, instants in UTC, and clocks without a zone as they are. Bins are of numbers. */
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
