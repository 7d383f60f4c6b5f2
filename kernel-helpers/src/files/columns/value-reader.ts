import type { Fields } from './fields';
import { ESCAPED, MISSING, NESTED, PLAIN, QUOTED } from './fields';
import { NumberReader } from './read-number';
import { TimeReader } from './read-time';
import { BOOLEAN, NESTED_VALUE, TEXT } from './value-forms';

const LOWER = 32;
const WORDS = ['true', 'false'].map((word) => Buffer.from(word));

/** What the values of one file mean. */
export class ValueReader {
  readonly numbers: NumberReader;
  readonly times = new TimeReader();
  protected readonly nullTexts: readonly Buffer[];

  /** @param nullTexts texts that stand for null beside an empty value without quotes. */
  constructor(decimalMark: '.' | ',', nullTexts: readonly string[]) {
    this.numbers = new NumberReader(decimalMark.charCodeAt(0));
    this.nullTexts = nullTexts.map((text) => Buffer.from(text));
  }

  /** 1 for each row where the column is null; undefined if it is null nowhere. */
  nullsOf(fields: Fields, column: number, isText: boolean): Uint8Array | undefined {
    const { starts, ends, quotes, rows, columns } = fields;
    const hasNullTexts = this.nullTexts.length > 0;
    let nulls: Uint8Array | undefined;
    for (let row = 0, field = column; row < rows; row += 1, field += columns) {
      const isEmpty = starts[field] === ends[field] && (quotes[field] === PLAIN || !isText);
      if (!isEmpty && !(hasNullTexts && this.isNullText(fields, field))) continue;
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

  /** The form of a value where numbers are expected; TEXT where it may be anything. The number lies in `numbers`. */
  numberForm({ bytes, starts, ends }: Fields, field: number): number {
    return this.numbers.read(bytes, starts[field], ends[field]);
  }

  /** The same where times are expected; the time lies in `times`. */
  timeForm({ bytes, starts, ends }: Fields, field: number): number {
    return this.times.read(bytes, starts[field], ends[field]);
  }

  /** The truth of a value; undefined if it is none. */
  truth({ bytes, starts, ends }: Fields, field: number): boolean | undefined {
    return truthOf(bytes, starts[field], ends[field]);
  }

  protected isNullText({ bytes, starts, ends }: Fields, field: number): boolean {
    const length = ends[field] - starts[field];
    return this.nullTexts.some(
      (text) => text.length === length && text.compare(bytes, starts[field], ends[field]) === 0,
    );
  }
}

/** What the values of a JSON file mean: quotes say text or a time, their absence a number or a truth. */
export class JsonValueReader extends ValueReader {
  constructor(nullTexts: readonly string[]) {
    super('.', nullTexts);
  }

  override nullsOf(fields: Fields, column: number): Uint8Array | undefined {
    const { quotes, rows, columns } = fields;
    const hasNullTexts = this.nullTexts.length > 0;
    let nulls: Uint8Array | undefined;
    for (let row = 0, field = column; row < rows; row += 1, field += columns) {
      if (quotes[field] !== MISSING && !(hasNullTexts && this.isNullText(fields, field))) continue;
      nulls ??= new Uint8Array(rows);
      nulls[row] = 1;
    }
    return nulls;
  }

  override formOf(fields: Fields, field: number): number {
    if (fields.quotes[field] === NESTED) return NESTED_VALUE;
    if (fields.quotes[field] !== PLAIN) return this.timeForm(fields, field);
    return this.truth(fields, field) === undefined ? this.numberForm(fields, field) : BOOLEAN;
  }

  override numberForm(fields: Fields, field: number): number {
    return fields.quotes[field] === PLAIN ? super.numberForm(fields, field) : TEXT;
  }

  override timeForm(fields: Fields, field: number): number {
    return fields.quotes[field] === QUOTED ? super.timeForm(fields, field) : TEXT;
  }

  override truth(fields: Fields, field: number): boolean | undefined {
    return fields.quotes[field] === PLAIN ? super.truth(fields, field) : undefined;
  }
}

/** `true` and `false` in any case; undefined for other bytes. */
function truthOf(bytes: Buffer, start: number, end: number): boolean | undefined {
  if (isWord(bytes, start, end, WORDS[0])) return true;
  return isWord(bytes, start, end, WORDS[1]) ? false : undefined;
}

function isWord(bytes: Buffer, start: number, end: number, word: Buffer): boolean {
  if (end - start !== word.length) return false;
  for (let place = 0; place < word.length; place += 1) if ((bytes[start + place] | LOWER) !== word[place]) return false;
  return true;
}
