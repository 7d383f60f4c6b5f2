import type { Fields } from './fields';
import { ESCAPED, PLAIN } from './fields';
import { NumberReader } from './read-number';
import { TimeReader } from './read-time';
import { BOOLEAN, TEXT } from './value-forms';

const LOWER = 32;
const WORDS = ['true', 'false'].map((word) => Buffer.from(word));

/** What the values of one file mean. */
export class ValueReader {
  readonly numbers: NumberReader;
  readonly times = new TimeReader();
  readonly #nullTexts: readonly Buffer[];

  /** @param nullTexts texts that stand for null beside an empty value without quotes. */
  constructor(decimalMark: '.' | ',', nullTexts: readonly string[]) {
    this.numbers = new NumberReader(decimalMark.charCodeAt(0));
    this.#nullTexts = nullTexts.map((text) => Buffer.from(text));
  }

  /** 1 for each row where the column is null; undefined if it is null nowhere. */
  nullsOf(fields: Fields, column: number, isText: boolean): Uint8Array | undefined {
    const { starts, ends, quotes, rows, columns } = fields;
    const hasNullTexts = this.#nullTexts.length > 0;
    let nulls: Uint8Array | undefined;
    for (let row = 0, field = column; row < rows; row += 1, field += columns) {
      const isEmpty = starts[field] === ends[field] && (quotes[field] === PLAIN || !isText);
      if (!isEmpty && !(hasNullTexts && this.#isNullText(fields, field))) continue;
      nulls ??= new Uint8Array(rows);
      nulls[row] = 1;
    }
    return nulls;
  }

  /** The form of a value that is not null. */
  formOf({ bytes, starts, ends, quotes }: Fields, field: number): number {
    if (quotes[field] === ESCAPED) return TEXT;
    const start = starts[field];
    const end = ends[field];
    const form = this.numbers.read(bytes, start, end);
    if (form !== TEXT) return form;
    return truthOf(bytes, start, end) === undefined ? this.times.read(bytes, start, end) : BOOLEAN;
  }

  #isNullText({ bytes, starts, ends }: Fields, field: number): boolean {
    const length = ends[field] - starts[field];
    return this.#nullTexts.some(
      (text) => text.length === length && text.compare(bytes, starts[field], ends[field]) === 0,
    );
  }
}

/** `true` and `false` in any case; undefined for other bytes. */
export function truthOf(bytes: Buffer, start: number, end: number): boolean | undefined {
  if (isWord(bytes, start, end, WORDS[0])) return true;
  return isWord(bytes, start, end, WORDS[1]) ? false : undefined;
}

function isWord(bytes: Buffer, start: number, end: number, word: Buffer): boolean {
  if (end - start !== word.length) return false;
  for (let place = 0; place < word.length; place += 1) if ((bytes[start + place] | LOWER) !== word[place]) return false;
  return true;
}
