import { closest, distance } from 'fastest-levenshtein';

/** The known name that a misspelt one most likely meant, whatever its case; undefined when none is near. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const folded = known.map((candidate) => candidate.toLowerCase());
  const best = closest(name.toLowerCase(), folded);
  const allowed = Math.max(2, Math.floor(name.length / 3));
  return distance(name.toLowerCase(), best) <= allowed ? known[folded.indexOf(best)] : undefined;
}
