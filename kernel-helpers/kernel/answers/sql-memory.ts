/** Names are kept this long. Not longer, because other people may change them too. */
const FRESH_MS = 30_000;
/** After a failure, the account is not asked again for this long. */
const FAILED_MS = 3_000;
/** A person who types does not wait longer; a later key press can use the answer. */
const PATIENCE_MS = 1_500;
const LOADING_SECONDS = 20;

interface Remembered<Entry> {
  readonly entries: Promise<readonly Entry[]>;
  /** The connection's `changeCount` when it was asked. */
  readonly changeCount: number | undefined;
  readonly askedAt: number;
  freshUntil: number;
}

/** Remembers lists of names for a short while. A list that cannot be fetched is empty, so that no completion fails. */
export class SqlMemory<Entry> {
  private readonly known = new Map<string, Remembered<Entry>>();

  /** @param changeCount a list that was remembered under another count is asked for again. */
  recall(
    key: string,
    changeCount: number | undefined,
    ask: (signal: AbortSignal) => Promise<readonly Entry[]>,
  ): Promise<readonly Entry[]> {
    const known = this.known.get(key);
    const isFresh = known !== undefined && known.changeCount === changeCount && Date.now() < known.freshUntil;
    const remembered = isFresh ? known : remember(ask, changeCount);
    this.known.set(key, remembered);
    return withinPatience(remembered);
  }
}

function remember<Entry>(
  ask: (signal: AbortSignal) => Promise<readonly Entry[]>,
  changeCount: number | undefined,
): Remembered<Entry> {
  const askedAt = Date.now();
  // It has its own signal, because the signal of the newest cell may have fired long ago.
  const entries = ask(AbortSignal.timeout(LOADING_SECONDS * 1000)).catch(() => {
    remembered.freshUntil = Date.now() + FAILED_MS;
    return [];
  });
  const remembered: Remembered<Entry> = { entries, changeCount, askedAt, freshUntil: askedAt + FRESH_MS };
  return remembered;
}

/** Gives an empty list when the answer is late. A later caller waits only for the rest of the same time. */
function withinPatience<Entry>({ entries, askedAt }: Remembered<Entry>): Promise<readonly Entry[]> {
  const left = Math.max(0, askedAt + PATIENCE_MS - Date.now());
  const nothing = new Promise<readonly Entry[]>((resolve) => {
    setTimeout(() => resolve([]), left).unref();
  });
  return Promise.race([entries, nothing]);
}
