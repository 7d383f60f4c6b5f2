/** Says that nobody waits for this work any more. */
class Outdated extends Error {
  override readonly name = 'Outdated';
}

/** Ends the work around it, up to `unlessOutdated`, unless somebody still wants it. */
export function endUnless(isWanted: boolean): void {
  if (!isWanted) throw new Outdated();
}

/** What the work returns; undefined if it was ended. */
export function unlessOutdated<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof Outdated) return undefined;
    throw error;
  }
}
