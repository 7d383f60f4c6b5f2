export interface SliderOptions {
  /** @default 0 */
  readonly min?: number;
  /** @default 100 */
  readonly max?: number;
  /** @default 1; a hundredth of the range when an end is a fraction, or the range is 1 or less */
  readonly step?: number;
  /** The first value. @default min */
  readonly value?: number;
  /** What a person chooses with it. */
  readonly label?: string;
}

/**
 * A number that a person chooses by dragging or with the keyboard. To draw it, make it the last expression of a cell,
 * or call `show(slider)`. `for await (const value of slider)` follows it until it is closed: the loop gets the latest
 * value each time, and throws a UserError where no person can move the slider.
 */
export interface Slider extends AsyncIterable<number> {
  /** Setting it moves the slider to the nearest step. Throws a UserError for a value below `min` or above `max`. */
  value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly label: string;
  /**
   * Calls `listener` whenever a person or code has changed the value. What `listener` prints and shows goes to the cell
   * that made the slider. Returns a function that removes the listener.
   */
  onChange(listener: (value: number) => unknown): () => void;
  /** Takes it out of the page; where `show` drew it, the last value stays as text. Calling it twice is fine. */
  close(): void;
}
