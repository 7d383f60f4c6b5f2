/** Larger room is made anew each time, and given back. */
const MOST_KEPT = 2 ** 20;

/**
 * Room for work without pauses, which uses it again and again. V8 counts the memory of buffers as its own: with new ones
 * for each request it collects all garbage twice as often, and for longer.
 */
export class KeptBytes {
  #bytes: Buffer<ArrayBuffer> = Buffer.alloc(0);

  /** At least so many bytes, with anything in them. */
  take(size: number): Buffer<ArrayBuffer> {
    if (size > MOST_KEPT) return Buffer.allocUnsafeSlow(size);
    if (this.#bytes.length < size) this.#bytes = Buffer.allocUnsafeSlow(Math.min(MOST_KEPT, 2 * size));
    return this.#bytes;
  }
}
