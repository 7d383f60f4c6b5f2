import type { TextPart } from './text-part';

/** Texts as numbers of their words: a word is a text that may be there many times. */
export interface WordCodes {
  readonly words: readonly string[];
  /** The word of each row. */
  readonly codes: Int32Array;
}

const FEWEST_SLOTS = 4096;

/**
 * Numbers the different texts, in the order in which they appear, by their bytes: no string is made but one for each
 * word.
 */
export function wordCodes(parts: readonly TextPart[], length: number): WordCodes {
  const words: string[] = [];
  const known: KnownWord[] = [];
  const codes = new Int32Array(length);
  // A hash table with open addressing: a slot holds the number of a word and one, or 0.
  let slots = new Int32Array(FEWEST_SLOTS);
  let hashes = new Int32Array(FEWEST_SLOTS);
  let row = 0;
  for (const { bytes, offsets } of parts) {
    const count = offsets.length - 1;
    for (let place = 0; place < count; place += 1) {
      const from = offsets[place];
      const to = offsets[place + 1];
      const hash = hashOf(bytes, from, to);
      const mask = slots.length - 1;
      let slot = hash & mask;
      let word = slots[slot];
      while (word !== 0 && !(hashes[slot] === hash && isWord(known[word - 1], bytes, from, to))) {
        slot = (slot + 1) & mask;
        word = slots[slot];
      }
      if (word === 0) {
        known.push({ bytes, from, to });
        word = words.push(Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('utf8'));
        slots[slot] = word;
        hashes[slot] = hash;
        if (2 * word > slots.length) [slots, hashes] = grown(slots, hashes);
      }
      codes[row] = word - 1;
      row += 1;
    }
  }
  return { words, codes };
}

interface KnownWord {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
}

function isWord(known: KnownWord, bytes: Uint8Array, from: number, to: number): boolean {
  const { bytes: other, from: start } = known;
  if (known.to - start !== to - from) return false;
  for (let index = from, place = start; index < to; index += 1, place += 1) {
    if (other[place] !== bytes[index]) return false;
  }
  return true;
}

type Slots = Int32Array<ArrayBuffer>;

function grown(slots: Slots, hashes: Slots): [Slots, Slots] {
  const more = new Int32Array(slots.length * 4);
  const moreHashes = new Int32Array(more.length);
  const mask = more.length - 1;
  for (let old = 0; old < slots.length; old += 1) {
    if (slots[old] === 0) continue;
    let slot = hashes[old] & mask;
    while (more[slot] !== 0) slot = (slot + 1) & mask;
    more[slot] = slots[old];
    moreHashes[slot] = hashes[old];
  }
  return [more, moreHashes];
}

/** FNV-1a, mixed once more so that the lowest bits depend on all. */
function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let index = from; index < to; index += 1) hash = Math.imul(hash ^ bytes[index], 0x01000193);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}
