import type { Readable } from '../../store/store';

/** The states of several stores as one, in their order. */
export function combined<State>(stores: readonly Readable<State>[]): Readable<readonly State[]> {
  let known = stores.map(({ state }) => state);
  return {
    get state() {
      // The same list as long as nothing has changed: React compares what it gets.
      if (stores.some(({ state }, index) => state !== known[index])) known = stores.map(({ state }) => state);
      return known;
    },
    subscribe: (listener) => {
      const forget = stores.map((store) => store.subscribe(listener));
      return () => {
        for (const one of forget) one();
      };
    },
  };
}
