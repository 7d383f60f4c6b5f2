import { RequestError } from '../backend/request-error';
import type { Store } from '../store/store';

/** Something that is asked for, and asked for again later. While it is asked for again, the last answer stays. */
export interface Loaded<Value> {
  readonly value?: Value;
  readonly isLoading: boolean;
  /** Why the last request failed. */
  readonly error?: RequestError;
  /** When the answer came. */
  readonly asOf?: Date;
}

export const NOT_LOADED = { isLoading: false } as const;

/** Asks once, and says in the store how it goes. */
export async function load<Value>(store: Store<Loaded<Value>>, ask: () => Promise<Value>): Promise<Value | undefined> {
  store.update(({ error: _, ...known }) => ({ ...known, isLoading: true }));
  try {
    const value = await ask();
    store.set({ value, isLoading: false, asOf: new Date() });
    return value;
  } catch (error) {
    const failure = RequestError.from(error);
    // What somebody ended is no failure.
    if (failure.reason === 'interrupted') store.update((known) => ({ ...known, isLoading: false }));
    else store.update((known) => ({ ...known, isLoading: false, error: failure }));
    return undefined;
  }
}
