import { type Fields, fieldText, PLAIN } from './fields';
import { CODE, type Kind, kindOfForms, losesDigits, NESTED_VALUE, TEXT } from './value-forms';
import type { ValueReader } from './value-reader';

/** A value that made a column text. */
export interface FirstText {
  readonly line: number;
  readonly text: string;
}

/** What all values of one column look like. */
export class ColumnForms {
  forms = 0;
  /** Values that are something else than text, as long as they are looked at. */
  typed = 0;
  texts = 0;
  firstText: FirstText | undefined;
  hasPlain = false;
  hasQuoted = false;

  constructor(
    readonly name: string,
    private readonly values: ValueReader,
  ) {}

  /** Looks at the form of every value. A column of texts can become nothing else, so it is not looked at any more. */
  look(fields: Fields, column: number): void {
    this.lookAtQuotes(fields, column);
    if (this.texts > 0 && this.texts > this.typed) return;
    const { rows, columns } = fields;
    const nulls = this.values.nullsOf(fields, column, false);
    for (let row = 0, field = column; row < rows; row += 1, field += columns) {
      if (nulls?.[row] === 1) continue;
      const form = this.values.formOf(fields, field);
      this.forms |= form;
      if (form !== TEXT) {
        this.typed += form === NESTED_VALUE ? 0 : 1;
        continue;
      }
      this.texts += 1;
      this.firstText ??= { line: fields.lines[row], text: fieldText(fields, field) };
    }
  }

  /** Sees which values stand in quotes. */
  lookAtQuotes({ starts, ends, quotes, rows, columns }: Fields, column: number): void {
    if (this.hasPlain && this.hasQuoted) return;
    for (let row = 0, field = column; row < rows; row += 1, field += columns) {
      if (quotes[field] !== PLAIN) this.hasQuoted = true;
      else if (starts[field] !== ends[field]) this.hasPlain = true;
    }
  }

  /** True if no further value can make it anything else. */
  get isText(): boolean {
    return this.forms !== 0 && kindOfForms(this.forms) === 'text';
  }

  /** @param fileHasPlain some value of the file stands without quotes: then quotes say that a value is text. */
  kind(fileHasPlain: boolean): Kind {
    return fileHasPlain && this.hasQuoted && !this.hasPlain ? 'text' : kindOfForms(this.forms);
  }

  /** What a reader of the table would not expect; undefined if nothing. */
  remark(kind: Kind): string | undefined {
    const { name, firstText, typed, texts } = this;
    if ((this.forms & NESTED_VALUE) !== 0 && this.forms !== NESTED_VALUE) {
      return `${name} holds objects or arrays beside other values; all are texts now, the objects and arrays as JSON.`;
    }
    if (kind === 'number' && losesDigits(this.forms)) {
      return `${name} has fractions of more digits than a number holds; they are rounded. { types: { ${name}: 'decimal' } } keeps them.`;
    }
    const isSurprising = typed >= 4 * texts && (this.forms & CODE) === 0;
    if (kind !== 'text' || firstText === undefined || !isSurprising) return undefined;
    const text = JSON.stringify(firstText.text.slice(0, 40));
    return `${name} is text because of ${text} in line ${firstText.line}. If that stands for a missing value, pass { nullTexts: [${text}] }.`;
  }
}
