import { UserError } from '../../../errors';
import type { TextPart } from '../../../values/text-part';
import { sortByKeys } from './sort-by-keys';

/** The different texts of a column as UTF-8, one after another. */
export interface Words {
  readonly count: number;
  readonly bytes: Uint8Array;
  /** Where each begins, and where the last ends. */
  readonly offsets: Uint32Array;
}

export interface CodedTexts {
  /** Which word each row holds. */
  readonly codes: Uint32Array;
  readonly words: Words;
}

/** So many texts are numbered in a few milliseconds. */
const TEXTS_A_STEP = 50_000;
const LARGEST_OFFSET = 2 ** 32 - 1;

export function wordsOf(texts: readonly string[]): Words {
  const pieces = texts.map((text) => Buffer.from(text));
  const offsets = new Uint32Array(texts.length + 1);
  pieces.forEach((piece, index) => {
    offsets[index + 1] = offsets[index] + piece.length;
  });
  return { count: texts.length, bytes: Buffer.concat(pieces), offsets };
}

export function wordAt({ bytes, offsets }: Words, code: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8', offsets[code], offsets[code + 1]);
}

/** Numbers the texts in the order in which they appear. Throws a UserError for more than 4 GB of different texts. */
export function codeTexts(parts: readonly TextPart[], onStep: () => void): CodedTexts {
  const codes = new Uint32Array(parts.reduce((rows, { offsets }) => rows + offsets.length - 1, 0));
  const known = new KnownWords();
  let row = 0;
  for (const { bytes, offsets } of parts) {
    for (let place = 0; place + 1 < offsets.length; place += 1) {
      if (row % TEXTS_A_STEP === 0) onStep();
      codes[row++] = known.codeOf(bytes, offsets[place], offsets[place + 1]);
    }
  }
  return { codes, words: known.words() };
}

/** A hash table with open addressing: a Map would need a string for every row. */
class KnownWords {
  #count = 0;
  #bytes = new Uint8Array(1 << 16);
  #offsets = new Uint32Array(1 << 10);
  #hashes = new Uint32Array(1 << 10);
  /** Code + 1; 0 where nothing is. */
  #slots = new Uint32Array(1 << 11);

  codeOf(bytes: Uint8Array, from: number, to: number): number {
    let hash = 2_166_136_261;
    for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ bytes[at], 16_777_619);
    // The last bytes of a text would otherwise decide alone about neighbouring slots.
    hash = (hash ^ (hash >>> 15)) >>> 0;
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const code = this.#slots[slot] - 1;
      if (code === -1) return this.#add(slot, hash, bytes, from, to);
      if (this.#hashes[code] === hash && this.#isWord(code, bytes, from, to)) return code;
    }
  }

  words(): Words {
    const end = this.#offsets[this.#count];
    return { count: this.#count, bytes: this.#bytes.slice(0, end), offsets: this.#offsets.slice(0, this.#count + 1) };
  }

  #isWord(code: number, bytes: Uint8Array, from: number, to: number): boolean {
    const start = this.#offsets[code];
    if (this.#offsets[code + 1] - start !== to - from) return false;
    for (let at = 0; at < to - from; at += 1) if (this.#bytes[start + at] !== bytes[from + at]) return false;
    return true;
  }

  #add(slot: number, hash: number, bytes: Uint8Array, from: number, to: number): number {
    const code = this.#count;
    const start = this.#offsets[code];
    const end = start + to - from;
    if (end > LARGEST_OFFSET)
      throw new UserError('The column has too many different texts to be sorted or filtered here.');
    if (end > this.#bytes.length) this.#bytes = grown(this.#bytes, Math.min(2 * end, LARGEST_OFFSET));
    if (code + 2 > this.#offsets.length) {
      this.#offsets = grown(this.#offsets, 2 * this.#offsets.length);
      this.#hashes = grown(this.#hashes, 2 * this.#hashes.length);
    }
    this.#bytes.set(bytes.subarray(from, to), start);
    this.#offsets[code + 1] = end;
    this.#hashes[code] = hash;
    this.#slots[slot] = code + 1;
    this.#count = code + 1;
    if (2 * this.#count > this.#slots.length) this.#spread();
    return code;
  }

  #spread(): void {
    this.#slots = new Uint32Array(2 * this.#slots.length);
    const mask = this.#slots.length - 1;
    for (let code = 0; code < this.#count; code += 1) {
      let slot = this.#hashes[code] & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = code + 1;
    }
  }
}

function grown<Values extends Uint8Array | Uint32Array>(values: Values, length: number): Values {
  const larger = new (values.constructor as new (length: number) => Values)(length);
  larger.set(values);
  return larger;
}

/** The rank of each word in the order of their code points, which is that of their bytes. */
export function wordRanks(words: Words): Uint32Array {
  const order = sortWords(words);
  const ranks = new Uint32Array(words.count);
  order.forEach((code, rank) => {
    ranks[code] = rank;
  });
  return ranks;
}

/** By the first eight bytes as numbers, then those that begin alike by the rest. */
function sortWords(words: Words): Int32Array {
  const { count, bytes, offsets } = words;
  const bytesFrom = (code: number, skipped: number) => fourBytes(bytes, offsets[code] + skipped, offsets[code + 1]);
  const first = new Uint32Array(count);
  for (let code = 0; code < count; code += 1) first[code] = bytesFrom(code, 0);
  const keys = {
    first,
    next: [(code: number) => bytesFrom(code, 4)],
    last: (left: number, right: number) => compareWords(words, left, right),
  };
  const order = new Int32Array(count);
  for (const _ of sortByKeys(keys, undefined, order));
  return order;
}

function fourBytes(bytes: Uint8Array, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < from + 4; at += 1) value = (value << 8) | (at < to ? bytes[at] : 0);
  return value >>> 0;
}

/** By code points, which is by bytes. */
export function compareWords({ bytes, offsets }: Words, left: number, right: number): number {
  const leftEnd = offsets[left + 1];
  const rightEnd = offsets[right + 1];
  let one = offsets[left];
  let other = offsets[right];
  while (one < leftEnd && other < rightEnd) {
    const difference = bytes[one++] - bytes[other++];
    if (difference !== 0) return difference;
  }
  return leftEnd - one - (rightEnd - other);
}
