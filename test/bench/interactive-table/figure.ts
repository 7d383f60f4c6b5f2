/** One row of the benchmark's table. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: 'ms' | '%' | 'MB';
  /** At most so much. */
  readonly goal?: number;
}

export function figureLine({ name, value, unit, goal }: Figure): string {
  const shown = value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(3);
  const verdict = goal === undefined ? '' : `  goal ≤ ${goal} ${unit}: ${value <= goal ? 'met' : 'not met'}`;
  return `${name.padEnd(50)} ${`${shown} ${unit}`.padStart(10)}${verdict}`;
}

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
