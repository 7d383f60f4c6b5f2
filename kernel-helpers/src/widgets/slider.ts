export interface SliderOptions {
  /** @default 0 */
  readonly min?: number;
  /** @default 100 */
  readonly max?: number;
  /** @default 1; a hundredth of the range when an end is a fraction, or the range is 1 or less */
  readonly step?: number;
  /** Where it stands at first. @default min */
  readonly value?: number;
  /** What is chosen with it. */
  readonly label?: string;
}

/**
 * A number that a person chooses by dragging or with the keyboard. As the last expression of a cell, or with
 * `show(slider)`, it is drawn. `for await (const value of slider)` follows it until it is closed: it gives the latest
 * value each time, and throws a UserError where nobody can move it.
 */
export interface Slider extends AsyncIterable<number> {
  /** Where it stands. Setting it moves it to the nearest step; a UserError refuses what is outside of `min` to `max`. */
  value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly label: string;
  /**
   * Calls `listener` whenever the value has changed, by a person or by code. What it prints and shows goes to the cell
   * that made the slider. Returns what ends the listening.
   */
  onChange(listener: (value: number) => unknown): () => void;
  /** Takes it out of the page; where `show` drew it, the last value stays as text. Twice is fine. */
  close(): void;
}
