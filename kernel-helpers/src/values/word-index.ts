import type { TextPart } from './text-part';

/** Texts as numbers of their words: a word is a text that may be there many times. */
export interface WordCodes {
  readonly words: readonly string[];
  /** The word of each row. */
  readonly codes: Int32Array;
}

const FEWEST_SLOTS = 4096;
const FEWEST_BYTES = 2 ** 16;

/**
 * Numbers the different texts, in the order in which they appear, by their bytes: no string is made but one for each
 * word.
 * @returns undefined where there are more than `most` words.
 */
export function wordCodes(parts: readonly TextPart[], length: number, most: number): WordCodes | undefined {
  const known = new KnownWords();
  const codes = new Int32Array(length);
  let row = 0;
  for (const { bytes, offsets } of parts) {
    const texts = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const to = known.code(texts, offsets, codes.subarray(row), most);
    if (to === undefined) return undefined;
    row += to;
  }
  return { words: known.strings(), codes };
}

/** Bytes are read four at once, which takes a third of the time of reading them one by one. */
class KnownWords {
  #bytes = new Uint8Array(FEWEST_BYTES);
  #ends = new Float64Array(FEWEST_SLOTS);
  #count = 0;
  /** A hash table with open addressing: a slot holds the number of a word and one, or 0. */
  #slots = new Int32Array(FEWEST_SLOTS);
  #hashes = new Int32Array(FEWEST_SLOTS);

  /** The codes of the texts of a part; undefined as soon as there are more than `most` words. */
  code(texts: DataView, offsets: Uint32Array, codes: Int32Array, most: number): number | undefined {
    const count = offsets.length - 1;
    let words = new DataView(this.#bytes.buffer);
    for (let row = 0; row < count; row += 1) {
      const from = offsets[row];
      const length = offsets[row + 1] - from;
      const hash = hashOf(texts, from, length);
      const mask = this.#slots.length - 1;
      let slot = hash & mask;
      let word = this.#slots[slot];
      while (word !== 0) {
        if (this.#hashes[slot] === hash) {
          const start = this.#startOf(word - 1);
          if (this.#ends[word - 1] - start === length && areSame(words, start, texts, from, length)) break;
        }
        slot = (slot + 1) & mask;
        word = this.#slots[slot];
      }
      if (word === 0) {
        if (this.#count === most) return undefined;
        word = this.#add(slot, hash, new Uint8Array(texts.buffer, texts.byteOffset + from, length));
        words = new DataView(this.#bytes.buffer);
      }
      codes[row] = word - 1;
    }
    return count;
  }

  strings(): string[] {
    const bytes = Buffer.from(this.#bytes.buffer);
    return Array.from({ length: this.#count }, (_, word) =>
      bytes.toString('utf8', this.#startOf(word), this.#ends[word]),
    );
  }

  #startOf(word: number): number {
    return word === 0 ? 0 : this.#ends[word - 1];
  }

  #add(slot: number, hash: number, text: Uint8Array): number {
    const from = this.#startOf(this.#count);
    const to = from + text.length;
    if (to > this.#bytes.length) {
      const more = new Uint8Array(2 * to);
      more.set(this.#bytes);
      this.#bytes = more;
    }
    if (this.#count === this.#ends.length) {
      const more = new Float64Array(2 * this.#count);
      more.set(this.#ends);
      this.#ends = more;
    }
    this.#bytes.set(text, from);
    this.#ends[this.#count] = to;
    this.#count += 1;
    this.#slots[slot] = this.#count;
    this.#hashes[slot] = hash;
    if (2 * this.#count > this.#slots.length) this.#grow();
    return this.#count;
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 4);
    const hashes = new Int32Array(slots.length);
    const mask = slots.length - 1;
    for (let old = 0; old < this.#slots.length; old += 1) {
      if (this.#slots[old] === 0) continue;
      let slot = this.#hashes[old] & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = this.#slots[old];
      hashes[slot] = this.#hashes[old];
    }
    this.#slots = slots;
    this.#hashes = hashes;
  }
}

/** Multiplies and mixes, so that each bit of the hash depends on all bytes. The last four bytes may overlap others. */
function hashOf(texts: DataView, from: number, length: number): number {
  let hash = Math.imul(length + 1, 0x9e3779b1);
  if (length < 4) {
    for (let at = from; at < from + length; at += 1) hash = Math.imul(hash ^ texts.getUint8(at), 0x01000193);
  } else {
    const last = from + length - 4;
    for (let at = from; at < last; at += 4) {
      hash = Math.imul(hash ^ texts.getInt32(at, true), 0x85ebca77);
      hash ^= hash >>> 15;
    }
    hash = Math.imul(hash ^ texts.getInt32(last, true), 0x85ebca77);
  }
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}

function areSame(left: DataView, start: number, right: DataView, from: number, length: number): boolean {
  if (length < 4) {
    for (let at = 0; at < length; at += 1) if (left.getUint8(start + at) !== right.getUint8(from + at)) return false;
    return true;
  }
  const last = length - 4;
  for (let at = 0; at < last; at += 4) {
    if (left.getInt32(start + at, true) !== right.getInt32(from + at, true)) return false;
  }
  return left.getInt32(start + last, true) === right.getInt32(from + last, true);
}
