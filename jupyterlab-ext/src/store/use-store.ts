import { useSyncExternalStore } from 'react';
import type { Readable } from './store';

/** The store's state in a React view, which is drawn again after every change. */
export function useStore<State>(store: Readable<State>): State {
  return useSyncExternalStore(store.subscribe, () => store.state);
}
