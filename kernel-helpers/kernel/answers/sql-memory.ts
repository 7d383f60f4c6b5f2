/** Names are kept this long, for others may change them as well. */
const FRESH_MS = 30_000;
/** After a failure the account is left in peace for so long. */
const FAILED_MS = 3_000;
/** A person who types does not wait longer; the answer is there for a later key. */
const PATIENCE_MS = 1_500;
const LOADING_SECONDS = 20;

interface Remembered<Entry> {
  readonly entries: Promise<readonly Entry[]>;
  /** Of the account, when it was asked. */
  readonly changeCount: number | undefined;
  readonly askedAt: number;
  freshUntil: number;
}

/** Lists of names that were asked for a short while ago. A list that cannot be had is empty: no completion fails. */
export class SqlMemory<Entry> {
  private readonly known = new Map<string, Remembered<Entry>>();

  /** @param changeCount what was remembered under another one is asked for anew. */
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
  // A signal of its own: that of the newest cell may have fired long ago.
  const entries = ask(AbortSignal.timeout(LOADING_SECONDS * 1000)).catch(() => {
    remembered.freshUntil = Date.now() + FAILED_MS;
    return [];
  });
  const remembered: Remembered<Entry> = { entries, changeCount, askedAt, freshUntil: askedAt + FRESH_MS };
  return remembered;
}

/** What is not there in time counts as nothing; whoever comes later waits only for the rest of that time. */
function withinPatience<Entry>({ entries, askedAt }: Remembered<Entry>): Promise<readonly Entry[]> {
  const left = Math.max(0, askedAt + PATIENCE_MS - Date.now());
  const nothing = new Promise<readonly Entry[]>((resolve) => {
    setTimeout(() => resolve([]), left).unref();
  });
  return Promise.race([entries, nothing]);
}
