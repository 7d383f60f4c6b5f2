export interface WidgetOptions<State extends object> {
  /**
   * How a browser draws it: an ES module in anywidget's format, as text or as a URL.
   * `export default { render({ model, el }) { … } }`, see https://anywidget.dev/en/afm/.
   */
  readonly esm: string;
  /** A style sheet, as text or as a URL. */
  readonly css?: string;
  /** What kernel and browser share: JSON, with binary data anywhere in it. */
  readonly state?: State;
  /**
   * Reads what the browser wants a key to be: returns the value, or throws to refuse it. A key without such a function
   * takes what is of the same kind as its first value: a finite number, a text, a list and so on.
   */
  readonly parse?: { readonly [Key in keyof State]?: (value: unknown) => State[Key] };
  /** How it looks where nothing draws it. @default its state */
  readonly text?: (state: Readonly<State>) => string;
}

/** State that kernel and browser share, and what draws it there. */
export interface Widget<State extends object> {
  get<Key extends keyof State & string>(key: Key): State[Key];
  /** Changes a key on both sides. Throws a UserError for unknown keys, and for what is neither JSON nor binary data. */
  set<Key extends keyof State & string>(key: Key, value: State[Key]): void;
  /**
   * Calls `listener` whenever the key has changed, on either side. What it prints and shows goes to the cell that made
   * the widget. Returns what ends the listening.
   */
  onChange<Key extends keyof State & string>(key: Key, listener: (value: State[Key]) => unknown): () => void;
  /** Sends a message of its own kind to the browser, where `model.on('msg:custom', …)` gets it. */
  send(content: unknown, buffers?: readonly Uint8Array[]): void;
  /** Calls `listener` with what the browser sends by `model.send(…)`. Returns what ends the listening. */
  onMessage(listener: (content: unknown, buffers: readonly Uint8Array[]) => unknown): () => void;
  /** Takes it out of the page; where `show` drew it, its text stays. Twice is fine. */
  close(): void;
}
