/** What a view may do with a store: read its state, and hear of every new one. */
export interface Readable<State> {
  readonly state: State;
  /** Calls the listener after every change. The answer ends that; calling it twice is fine. */
  subscribe(listener: () => void): () => void;
}

/** One immutable state and those who want to hear when another takes its place. */
export class Store<State> implements Readable<State> {
  private readonly listeners = new Set<() => void>();

  constructor(private current: State) {}

  get state(): State {
    return this.current;
  }

  set(state: State): void {
    if (Object.is(state, this.current)) return;
    this.current = state;
    for (const listener of [...this.listeners]) listener();
  }

  update(change: (state: State) => State): void {
    this.set(change(this.current));
  }

  // A property, because React asks for the same function each time.
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
}
