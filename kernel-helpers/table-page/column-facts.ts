import type { Answers } from '../src/widgets/explore/page-contract';
import { counted } from './counted';
import { oneLine } from './one-line';

/** Two lines: from where to where the values go, and how many different ones there are. */
export function columnFacts(answer: Answers['profile']): readonly [string, string] {
  return [rangeFact(answer), countFact(answer)];
}

function rangeFact({ profile, shown }: Answers['profile']): string {
  if (shown === undefined) return profile.distinct === 0 ? 'no values' : 'no finite values';
  const { low, high } = shown;
  if (profile.distinct === 1) return `only ${isolated(low)}`;
  const mean = shown.mean === undefined ? '' : `, mean ${shown.mean}`;
  return `${isolated(low)} – ${isolated(high)}${mean}`;
}

function countFact({ profile }: Answers['profile']): string {
  const isExact = profile.kind === 'words' || profile.isExact;
  const infinite = profile.kind === 'numbers' ? profile.infinite : 0;
  return [
    `${isExact ? '' : '≈ '}${counted(profile.distinct)} distinct`,
    ...(infinite === 0 ? [] : [`${counted(infinite)} infinite`]),
    ...(profile.nulls === 0 ? [] : [`${counted(profile.nulls)} null`]),
  ].join(', ');
}

/** Keeps a text that is read from right to left from turning what stands beside it: https://unicode.org/reports/tr9/ */
function isolated(text: string): string {
  return /[\u0590-\u08ff\u200e-\u202e\ufb1d-\ufefc]/.test(text) ? `\u2068${oneLine(text)}\u2069` : oneLine(text);
}
