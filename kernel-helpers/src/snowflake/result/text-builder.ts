import type { TextPart } from '../../values/text-part';

/** Later texts may be longer. */
const SPARE = 1.25;

/** Texts of a known number of rows; their bytes become known as they come. */
export class TextBuilder {
  #bytes = new Uint8Array(0);
  #length = 0;
  readonly #offsets: Uint32Array;

  constructor(private readonly rowCount: number) {
    this.#offsets = new Uint32Array(rowCount + 1);
  }

  /** Adds the texts of consecutive rows, of which the first is row `target`. */
  add({ bytes, offsets }: TextPart, target: number): void {
    this.#reserve(bytes.length, target + offsets.length - 1);
    this.#bytes.set(bytes, this.#length);
    for (let row = 1; row < offsets.length; row += 1) this.#offsets[target + row] = this.#length + offsets[row];
    this.#length += bytes.length;
  }

  finish(): TextPart {
    return { bytes: this.#bytes.subarray(0, this.#length), offsets: this.#offsets };
  }

  /** Guesses from the rows so far. Memory that is never written costs nothing, a copy of what is written does. */
  #reserve(more: number, rows: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.ceil((needed / rows) * this.rowCount * SPARE));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
