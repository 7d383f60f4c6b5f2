import { decimalColumn } from '../../table/decimal-column';
import type { Column } from '../../table/table';
import { Decimal } from '../../values/decimal';
import { unscaledDigits } from '../../values/decimal-digits';
import { textColumn } from '../../values/text-column';
import type { TextPart } from '../../values/text-part';
import { Texts } from '../../values/texts';
import { BACKSLASHED, ESCAPED, type Fields, fieldText, NESTED } from './fields';
import { areWhole, BOOLEAN, DATE, type Kind, NESTED_VALUE, OFFSET_TIME, TEXT } from './value-forms';
import type { ValueReader } from './value-reader';

/** Makes a column of the values of one kind. Values of other forms are read as anything: look at the forms that were met. */
export abstract class ColumnBuilder {
  /** The forms of all values. */
  forms = 0;
  #rows = 0;
  readonly #nulls: (readonly [row: number, nulls: Uint8Array])[] = [];

  constructor(
    readonly kind: Kind,
    protected readonly values: ValueReader,
  ) {}

  add(fields: Fields, column: number): void {
    const nulls = this.values.nullsOf(fields, column, this.kind === 'text');
    if (nulls !== undefined) this.#nulls.push([this.#rows, nulls]);
    this.read(fields, column, nulls);
    this.#rows += fields.rows;
  }

  column(name: string): Column {
    const base = { name, nullable: true };
    if (this.#nulls.length === 0) return this.finish(base);
    const nulls = new Uint8Array(this.#rows);
    for (const [row, part] of this.#nulls) nulls.set(part, row);
    return this.finish({ ...base, nulls });
  }

  protected abstract read(fields: Fields, column: number, nulls: Uint8Array | undefined): void;
  protected abstract finish(base: ColumnBase): Column;
}

interface ColumnBase {
  readonly name: string;
  readonly nullable: boolean;
  readonly nulls?: Uint8Array;
}

export function columnBuilder(kind: Kind, values: ValueReader): ColumnBuilder {
  switch (kind) {
    case 'number':
      return new NumberBuilder(kind, values);
    case 'bigint':
      return new BigIntBuilder(kind, values);
    case 'decimal':
      return new DecimalBuilder(kind, values);
    case 'boolean':
      return new BooleanBuilder(kind, values);
    case 'date':
      return new DateBuilder(kind, values);
    case 'timestamp':
      return new TimestampBuilder(kind, values);
    case 'text':
      return new TextBuilder(kind, values);
  }
}

class NumberBuilder extends ColumnBuilder {
  readonly #parts: Float64Array[] = [];

  protected read(fields: Fields, column: number, nulls: Uint8Array | undefined): void {
    const { rows, columns } = fields;
    const { numbers } = this.values;
    const part = new Float64Array(rows);
    let forms = 0;
    for (let row = 0, field = column; row < rows; row += 1, field += columns) {
      if (nulls?.[row] === 1) {
        part[row] = Number.NaN;
        continue;
      }
      const form = this.values.numberForm(fields, field);
      part[row] = numbers.value;
      forms |= form === TEXT ? this.values.formOf(fields, field) : form;
    }
    this.forms |= forms;
    this.#parts.push(part);
  }

  protected finish(base: ColumnBase): Column {
    const type = areWhole(this.forms) && this.forms !== 0 ? 'NUMBER(38,0)' : 'FLOAT';
    return { ...base, kind: 'number', type, values: joined(this.#parts, Float64Array) };
  }
}

class BigIntBuilder extends ColumnBuilder {
  readonly #parts: BigInt64Array[] = [];

  protected read(fields: Fields, column: number, nulls: Uint8Array | undefined): void {
    const part = new BigInt64Array(fields.rows);
    forEachField(fields, column, nulls, (field, row) => {
      const form = this.values.formOf(fields, field);
      this.forms |= form;
      if (form !== TEXT && areWhole(form)) part[row] = unscaledDigits(fieldText(fields, field).trim(), 0) ?? 0n;
    });
    this.#parts.push(part);
  }

  protected finish(base: ColumnBase): Column {
    return { ...base, kind: 'bigint', type: 'NUMBER(19,0)', values: joined(this.#parts, BigInt64Array) };
  }
}

class DecimalBuilder extends ColumnBuilder {
  readonly #values: (Decimal | null)[] = [];

  protected read(fields: Fields, column: number, nulls: Uint8Array | undefined): void {
    const first = this.#values.length;
    for (let row = 0; row < fields.rows; row += 1) this.#values.push(null);
    forEachField(fields, column, nulls, (field, row) => {
      this.forms |= this.values.formOf(fields, field);
      this.#values[first + row] = decimalOf(fieldText(fields, field).trim());
    });
  }

  protected finish(base: ColumnBase): Column {
    return decimalColumn(base, this.#values);
  }
}

class BooleanBuilder extends ColumnBuilder {
  readonly #parts: Uint8Array[] = [];

  protected read(fields: Fields, column: number, nulls: Uint8Array | undefined): void {
    const part = new Uint8Array(fields.rows);
    forEachField(fields, column, nulls, (field, row) => {
      const truth = this.values.truth(fields, field);
      this.forms |= truth === undefined ? this.values.formOf(fields, field) : BOOLEAN;
      part[row] = truth === true ? 1 : 0;
    });
    this.#parts.push(part);
  }

  protected finish(base: ColumnBase): Column {
    return { ...base, kind: 'boolean', type: 'BOOLEAN', values: joined(this.#parts, Uint8Array) };
  }
}

class DateBuilder extends ColumnBuilder {
  readonly #parts: Int32Array[] = [];

  protected read(fields: Fields, column: number, nulls: Uint8Array | undefined): void {
    const { times } = this.values;
    const part = new Int32Array(fields.rows);
    forEachField(fields, column, nulls, (field, row) => {
      const form = this.values.timeForm(fields, field);
      this.forms |= form === TEXT ? this.values.formOf(fields, field) : form;
      if (form === DATE) part[row] = times.days;
    });
    this.#parts.push(part);
  }

  protected finish(base: ColumnBase): Column {
    return { ...base, kind: 'date', type: 'DATE', values: joined(this.#parts, Int32Array) };
  }
}

class TimestampBuilder extends ColumnBuilder {
  readonly #milliseconds: Float64Array[] = [];
  readonly #nanoseconds: Int32Array[] = [];
  readonly #offsets: Int16Array[] = [];

  protected read(fields: Fields, column: number, nulls: Uint8Array | undefined): void {
    const { rows } = fields;
    const { times } = this.values;
    const milliseconds = new Float64Array(rows);
    const nanoseconds = new Int32Array(rows);
    const offsets = new Int16Array(rows);
    forEachField(fields, column, nulls, (field, row) => {
      const form = this.values.timeForm(fields, field);
      this.forms |= form === TEXT ? this.values.formOf(fields, field) : form;
      milliseconds[row] = times.milliseconds;
      nanoseconds[row] = times.nanoseconds;
      if (form === OFFSET_TIME) offsets[row] = times.offsetMinutes;
    });
    this.#milliseconds.push(milliseconds);
    this.#nanoseconds.push(nanoseconds);
    this.#offsets.push(offsets);
  }

  protected finish(base: ColumnBase): Column {
    const nanoseconds = joined(this.#nanoseconds, Int32Array);
    const hasOffsets = (this.forms & OFFSET_TIME) !== 0;
    return {
      ...base,
      kind: 'timestamp',
      type: hasOffsets ? 'TIMESTAMP_TZ(9)' : 'TIMESTAMP_NTZ(9)',
      values: joined(this.#milliseconds, Float64Array),
      ...(nanoseconds.some((value) => value !== 0) && { nanoseconds }),
      ...(hasOffsets && { offsets: joined(this.#offsets, Int16Array) }),
    };
  }
}

class TextBuilder extends ColumnBuilder {
  readonly #parts: TextPart[] = [];

  protected read(fields: Fields, column: number, nulls: Uint8Array | undefined): void {
    const { bytes, starts, ends, quotes, rows, columns } = fields;
    let size = 0;
    for (let row = 0, field = column; row < rows; row += 1, field += columns) size += ends[field] - starts[field];
    const target = Buffer.allocUnsafeSlow(size);
    const offsets = new Uint32Array(rows + 1);
    let end = 0;
    for (let row = 0, field = column; row < rows; row += 1, field += columns) {
      if (nulls?.[row] !== 1) {
        if (quotes[field] === NESTED) this.forms |= NESTED_VALUE;
        else this.forms |= TEXT;
        if (quotes[field] === ESCAPED || quotes[field] === BACKSLASHED)
          end += target.write(fieldText(fields, field), end);
        else end = copyBytes(bytes, starts[field], ends[field], target, end);
      }
      offsets[row + 1] = end;
    }
    this.#parts.push({ bytes: target.subarray(0, end), offsets });
  }

  protected finish(base: ColumnBase): Column {
    const type = this.forms === NESTED_VALUE ? 'VARIANT' : 'VARCHAR';
    return textColumn({ ...base, type }, Texts.ofParts(this.#parts));
  }
}

/** Fewer bytes than this are copied one by one, which takes less time than a call. */
const SHORT = 40;

function copyBytes(bytes: Buffer, start: number, end: number, target: Buffer, to: number): number {
  if (end - start >= SHORT) return to + bytes.copy(target, to, start, end);
  let at = to;
  for (let from = start; from < end; from += 1, at += 1) target[at] = bytes[from];
  return at;
}

function forEachField(
  { rows, columns }: Fields,
  column: number,
  nulls: Uint8Array | undefined,
  visit: (field: number, row: number) => void,
): void {
  for (let row = 0, field = column; row < rows; row += 1, field += columns) if (nulls?.[row] !== 1) visit(field, row);
}

function decimalOf(text: string): Decimal | null {
  const [, fraction = '', exponent = '0'] = /^-?\d*(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text.replace(',', '.')) ?? [];
  const scale = Math.max(0, fraction.length - Number(exponent));
  const unscaled = unscaledDigits(text.replace(',', '.'), scale);
  return unscaled === undefined ? null : new Decimal(unscaled, scale);
}

interface NumbersOf<Numbers> {
  new (length: number): Numbers;
}

function joined<Numbers extends { readonly length: number; set(part: Numbers, at: number): void }>(
  parts: readonly Numbers[],
  make: NumbersOf<Numbers>,
): Numbers {
  if (parts.length === 1) return parts[0];
  const whole = new make(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
