import type { TextPart } from '../../values/texts';

/** Texts of a known number of rows; their bytes become known as they come. */
export class TextBuilder {
  #bytes: Uint8Array;
  #length = 0;
  readonly #offsets: Uint32Array;

  constructor(rowCount: number) {
    this.#bytes = new Uint8Array(rowCount * 8);
    this.#offsets = new Uint32Array(rowCount + 1);
  }

  /** Adds the texts of consecutive rows, of which the first is row `target`. */
  add({ bytes, offsets }: TextPart, target: number): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    for (let row = 1; row < offsets.length; row += 1) this.#offsets[target + row] = this.#length + offsets[row];
    this.#length += bytes.length;
  }

  finish(): TextPart {
    return { bytes: this.#bytes.subarray(0, this.#length), offsets: this.#offsets };
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, Math.ceil(this.#bytes.length * 1.5)));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
