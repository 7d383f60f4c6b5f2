import { InternalError } from '../errors';
import { pickedTexts } from './picked-texts';
import type { TextPart } from './text-part';
import { type WordCodes, wordCodes } from './word-index';

/** Texts have few words where each is there so many times. */
const TEXTS_OF_A_WORD = 8;

interface PlacedPart {
  readonly utf8: Buffer;
  readonly offsets: Uint32Array;
  /** The row of its first text. */
  readonly firstRow: number;
}

/** Texts by row, kept as UTF-8 bytes. Strings are made of them only when somebody asks. */
export class Texts implements Iterable<string> {
  readonly length: number;
  readonly #parts: readonly PlacedPart[];
  /** Row of the parts with which these texts begin. */
  readonly #from: number;
  #strings: readonly string[] | undefined;

  /** The texts as words, where that is known. */
  #words: WordCodes | undefined;
  #hasManyWords = false;

  private constructor(parts: readonly PlacedPart[], from: number, length: number, strings?: readonly string[]) {
    this.#parts = parts;
    this.#from = from;
    this.length = length;
    this.#strings = strings;
  }

  /** Texts of which many are equal: one word for each row. */
  static ofWords(words: WordCodes): Texts {
    const texts = new Texts([], 0, words.codes.length);
    texts.#words = words;
    return texts;
  }

  static ofParts(parts: readonly TextPart[]): Texts {
    let rows = 0;
    const placed = parts.map(({ bytes, offsets }): PlacedPart => {
      const firstRow = rows;
      rows += offsets.length - 1;
      return { utf8: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), offsets, firstRow };
    });
    return new Texts(placed, 0, rows);
  }

  static of(strings: readonly string[]): Texts {
    return new Texts([], 0, strings.length, strings);
  }

  /** The texts of several, one after another; bytes are shared, not copied. */
  static concat(several: readonly Texts[]): Texts {
    const parts = several.map((texts) => texts.parts());
    if (parts.includes(undefined)) return Texts.of(several.flatMap((texts) => texts.strings));
    return Texts.ofParts(parts.flatMap((part) => part ?? []));
  }

  /** The text of a row, counted from 0. */
  at(row: number): string {
    if (this.#strings !== undefined) return this.#strings[row];
    if (this.#words !== undefined) return this.#words.words[this.#words.codes[row]];
    const { utf8, offsets, firstRow } = this.#partOf(this.#from + row);
    const place = this.#from + row - firstRow;
    return utf8.toString('utf8', offsets[place], offsets[place + 1]);
  }

  /** All texts as strings. Equal short texts near each other are one string. */
  get strings(): readonly string[] {
    this.#strings ??= Array.from(this);
    return this.#strings;
  }

  /** Rows `from` (included) to `to` (excluded); bytes are shared, not copied. */
  slice(from: number, to: number): Texts {
    if (this.#words !== undefined && this.#parts.length === 0) {
      return Texts.ofWords({ words: this.#words.words, codes: this.#words.codes.subarray(from, to) });
    }
    if (this.#strings !== undefined) return Texts.of(this.#strings.slice(from, to));
    return new Texts(this.#parts, this.#from + from, Math.max(0, Math.min(to, this.length) - from));
  }

  /** The words of the texts, among them maybe some that no row has; kept, since rows are grouped more than once. */
  words(): WordCodes {
    this.#words ??= this.#wordsUpTo(this.length);
    if (this.#words === undefined) throw new InternalError('Some texts have more words than there are texts.');
    return this.#words;
  }

  /** The words if there are far fewer of them than texts; it looks no further than to know. */
  fewWords(): WordCodes | undefined {
    if (this.#words !== undefined || this.#hasManyWords) return this.#words;
    this.#words = this.#wordsUpTo(Math.ceil(this.length / TEXTS_OF_A_WORD));
    this.#hasManyWords = this.#words === undefined;
    return this.#words;
  }

  /** The words of the texts where they are known already. */
  get knownWords(): WordCodes | undefined {
    return this.#words;
  }

  /** The texts of these rows, in the order of their numbers; an empty text for a negative number. */
  pick(rows: Int32Array): Texts {
    const parts = this.parts();
    if (parts !== undefined) return Texts.ofParts(pickedTexts(parts, rows));
    return Texts.of(Array.from(rows, (row) => (row < 0 ? '' : this.at(row))));
  }

  /** The texts as bytes, in their order; undefined where they are strings. Nothing is copied. */
  parts(): readonly TextPart[] | undefined {
    if (this.#parts.length === 0 && this.length > 0) return undefined;
    const end = this.#from + this.length;
    return this.#parts.flatMap(({ utf8, offsets, firstRow }) => {
      const from = Math.max(0, this.#from - firstRow);
      const to = Math.min(offsets.length - 1, end - firstRow);
      return from >= to ? [] : [{ bytes: utf8, offsets: offsets.subarray(from, to + 1) }];
    });
  }

  *[Symbol.iterator](): Iterator<string> {
    if (this.#strings !== undefined) {
      yield* this.#strings;
      return;
    }
    for (let row = 0; row < this.length; row += 1) yield this.at(row);
  }

  /** Undefined where there are more words. */
  #wordsUpTo(most: number): WordCodes | undefined {
    const parts = this.parts();
    return parts === undefined ? codesOfStrings(this.strings, most) : wordCodes(parts, this.length, most);
  }

  #partOf(row: number): PlacedPart {
    let low = 0;
    let high = this.#parts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#parts[middle].firstRow <= row) low = middle;
      else high = middle - 1;
    }
    return this.#parts[low];
  }
}

function codesOfStrings(strings: readonly string[], most: number): WordCodes | undefined {
  const known = new Map<string, number>();
  const codes = new Int32Array(strings.length);
  for (let row = 0; row < strings.length; row += 1) {
    const text = strings[row];
    let code = known.get(text);
    if (code === undefined) {
      code = known.size;
      if (code === most) return undefined;
      known.set(text, code);
    }
    codes[row] = code;
  }
  return { words: [...known.keys()], codes };
}
