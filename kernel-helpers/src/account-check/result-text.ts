import { NAME_WIDTH } from './account-check';
import { isAllLocal } from './account-under-check';
import type { AccountResult, CheckResult } from './check-account';
import { shownDollars } from './prices';

const MARKS: Readonly<Record<CheckResult['outcome'], string>> = {
  passed: '✓',
  failed: '✗',
  unknown: '?',
  skipped: '–',
};

/** Work that takes longer is worth a figure. */
const QUICK_SECONDS = 2;

/** One line for a check, and one more with what to do. */
export function resultText({ name, outcome, found, fix, seconds }: CheckResult): string {
  const time = seconds < QUICK_SECONDS ? '' : ` (${seconds.toFixed(1)} s)`;
  const line = `${MARKS[outcome]} ${name.padEnd(NAME_WIDTH)}  ${found}${time}`;
  return fix === undefined ? line : `${line}\n  ${' '.repeat(NAME_WIDTH)}  → ${fix}`;
}

/** How many checks ended in which way, what they may have cost, and what is left of what they made. */
export function summaryText({ results, removal }: AccountResult): string {
  const count = (wanted: CheckResult['outcome']): number => results.filter(({ outcome }) => outcome === wanted).length;
  const dollars = results.reduce((sum, result) => sum + result.dollars, 0);
  const counts = `${count('passed')} passed, ${count('failed')} failed, ${count('unknown')} not known, ${count('skipped')} not run.`;
  return [`${counts} ${costText(dollars)}`, ...removalLines(removal)].join('\n');
}

function costText(dollars: number): string {
  if (dollars === 0) return 'They cost nothing.';
  const most = `up to ${shownDollars(dollars)}`;
  return isAllLocal()
    ? `They cost nothing here, and may cost ${most} on real accounts.`
    : `They may have cost ${most}.`;
}

/** True when no check failed and nothing is left. Checks that were not run do not count. */
export function isAllRight({ results, removal }: AccountResult): boolean {
  return removal.left.length === 0 && results.every(({ outcome }) => outcome !== 'failed');
}

function removalLines({ removed, kept, left }: AccountResult['removal']): readonly string[] {
  return [
    ...removed.map((what) => `Deleted: ${what}`),
    ...kept.map((what) => `Stays: ${what}`),
    ...left.map((sentence) => `LEFT: ${sentence}`),
  ];
}
