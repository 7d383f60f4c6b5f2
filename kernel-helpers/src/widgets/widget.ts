export interface WidgetOptions<State extends object> {
  /**
   * How a browser draws it: an ES module in anywidget's format, as text or as a URL.
   * `export default { render({ model, el }) { … } }`, see https://anywidget.dev/en/afm/.
   */
  readonly esm: string;
  /** A style sheet, as text or as a URL. */
  readonly css?: string;
  /** What the kernel and the browser share: JSON, with binary data anywhere in it. */
  readonly state?: State;
  /**
   * Functions that read the browser's new value of a key: each returns the value, or throws to refuse it. A key without
   * such a function takes values of the same kind as its first value: a finite number, a text, a list and so on.
   */
  readonly parse?: { readonly [Key in keyof State]?: (value: unknown) => State[Key] };
  /** The text to show where nothing can draw it. @default its state */
  readonly text?: (state: Readonly<State>) => string;
}

/** State that the kernel and the browser share, and the code that draws it in the browser. */
export interface Widget<State extends object> {
  get<Key extends keyof State & string>(key: Key): State[Key];
  /**
   * Changes a key on both sides. Throws a UserError for an unknown key, and for a value that is neither JSON nor binary
   * data.
   */
  set<Key extends keyof State & string>(key: Key, value: State[Key]): void;
  /**
   * Calls `listener` whenever either side has changed the key. What `listener` prints and shows goes to the cell that
   * made the widget. Returns a function that removes the listener.
   */
  onChange<Key extends keyof State & string>(key: Key, listener: (value: State[Key]) => unknown): () => void;
  /** Sends a custom message to the browser, where `model.on('msg:custom', …)` receives it. */
  send(content: unknown, buffers?: readonly Uint8Array[]): void;
  /** Calls `listener` with what the browser sends by `model.send(…)`. Returns a function that removes the listener. */
  onMessage(listener: (content: unknown, buffers: readonly Uint8Array[]) => unknown): () => void;
  /** Takes it out of the page; where `show` drew it, its text stays. Calling it twice is fine. */
  close(): void;
}
