import { KeptBytes } from './kept-bytes';
import { writeFloat } from './write-float';

const FIRST_SIZE = 16_384;
const room = new KeptBytes();

/** More than a number or a piece of syntax needs. */
const LONGEST_PIECE = 32;

/**
 * Builds a body in bytes: several times faster than strings that are joined and encoded. All writers share their room,
 * so each one is finished before the next one begins.
 */
export class ByteWriter {
  #bytes: Buffer = room.take(FIRST_SIZE);
  #length = 0;

  /** A short piece of ASCII, such as `{"score":`. */
  ascii(text: string): void {
    this.#room(LONGEST_PIECE);
    for (let index = 0; index < text.length; index += 1) this.#bytes[this.#length + index] = text.charCodeAt(index);
    this.#length += text.length;
  }

  /** The shortest text that gives the same 32-bit number again. */
  float(value: number): void {
    this.#room(LONGEST_PIECE);
    this.#length = writeFloat(this.#bytes, this.#length, value);
  }

  bytes(piece: Uint8Array): void {
    this.#room(piece.length);
    this.#bytes.set(piece, this.#length);
    this.#length += piece.length;
  }

  finish(): Buffer {
    return Buffer.from(this.#bytes.subarray(0, this.#length));
  }

  #room(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const before = this.#bytes.subarray(0, this.#length);
    this.#bytes = room.take(Math.max(2 * this.#bytes.length, this.#length + count));
    this.#bytes.set(before);
  }
}
