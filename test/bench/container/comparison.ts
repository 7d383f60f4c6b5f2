import { median } from '../kernel/kernel-times';

/** One line of the table: our values, the values of what we compare with, and the goal. */
export interface Comparison {
  readonly what: string;
  readonly unit: 's' | 'ms' | 'MB' | 'rows' | 'rows/s' | 'requests/s';
  readonly ours: readonly number[];
  /** Without a peer the goal is about our own value. */
  readonly peer?: { readonly name: string; readonly values: readonly number[] };
  /** For the ratio ours : peer, or for our own value where there is no peer. */
  readonly goal?: { readonly atMost: number } | { readonly atLeast: number };
}

const HEADINGS = ['what', 'peer', 'ours', 'peer’s', 'ratio', 'goal', 'met', 'runs'] as const;

/** Prints medians as a Markdown table, as it stands in `container/README.md`. */
export function printComparisons(comparisons: readonly Comparison[]): void {
  const lines = comparisons.map(cells);
  for (const line of [HEADINGS, HEADINGS.map(() => '---'), ...lines]) console.log(`| ${line.join(' | ')} |`);
}

function cells({ what, unit, ours, peer, goal }: Comparison): readonly string[] {
  const own = median(ours);
  const theirs = peer === undefined ? undefined : median(peer.values);
  const judged = theirs === undefined ? own : own / theirs;
  return [
    what,
    peer?.name ?? '–',
    `${print(own)} ${unit}`,
    theirs === undefined ? '–' : `${print(theirs)} ${unit}`,
    theirs === undefined ? '–' : judged.toFixed(2),
    goal === undefined ? '–' : 'atMost' in goal ? `≤ ${goal.atMost}` : `≥ ${goal.atLeast}`,
    goal === undefined ? '–' : isMet(judged, goal) ? 'yes' : 'no',
    String(ours.length),
  ];
}

function isMet(value: number, goal: NonNullable<Comparison['goal']>): boolean {
  return 'atMost' in goal ? value <= goal.atMost : value >= goal.atLeast;
}

function print(value: number): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
