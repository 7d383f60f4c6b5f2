import { median } from '../kernel/kernel-times';

/** One line of the table: what was measured, its values in the same unit, and what is wanted. */
export interface Figure {
  readonly what: string;
  readonly unit: 'ms' | 'kB' | 'MB' | 'rows' | 'requests' | 'messages' | 'per second';
  readonly values: readonly number[];
  /** `≤ 300`; undefined where nothing was promised. */
  readonly goal?: string;
}

/** Prints median and worst of every figure with its goal beside it. */
export function printFigures(figures: readonly Figure[]): void {
  const rows = figures.map(({ what, unit, values, goal = '' }) => {
    const worst = Math.max(...values);
    return [what, { median: print(median(values), unit), worst: print(worst, unit), goal, runs: values.length }];
  });
  console.table(Object.fromEntries(rows));
}

function print(value: number, unit: string): string {
  return `${value >= 100 ? Math.round(value) : Math.round(value * 10) / 10} ${unit}`;
}

/** Milliseconds that some work takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
