import { closest, distance } from 'fastest-levenshtein';

/** The known name that is nearest to a misspelt one, in any case; undefined when none is near. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const folded = known.map((candidate) => candidate.toLowerCase());
  const best = closest(name.toLowerCase(), folded);
  // Short names may differ less: any two letters are only two steps from any other two.
  const allowed = name.length <= 3 ? Math.min(1, name.length - 1) : Math.max(2, Math.floor(name.length / 3));
  return distance(name.toLowerCase(), best) <= allowed ? known[folded.indexOf(best)] : undefined;
}
