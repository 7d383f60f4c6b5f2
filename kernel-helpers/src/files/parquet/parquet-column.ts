import type { DecodedArray, SchemaElement } from 'hyparquet';
import type { Column } from '../../table/table';
import { textColumn } from '../../values/text-column';
import { Texts } from '../../values/texts';
import {
  type ColumnBase,
  clock,
  decimals,
  hexadecimal,
  isMissing,
  timestamps,
  wholeNumbers,
  wholeOf,
} from '../columns/exact-columns';
import { lengthOf, timestampsOfPieces, wholesOfPieces } from '../columns/typed-columns';
import { numbersOfWords, wordsOf } from '../columns/whole-words';
import { decimalsOfParts, nullsOfParts, numbersOfParts, textsOfParts, wholesOfParts } from './part-values';

const NANOSECONDS = { MILLIS: 1_000_000n, MICROS: 1000n, NANOS: 1n } as const;
const NOT_READ: ReadonlySet<string> = new Set(['INTERVAL', 'BSON', 'MAP', 'MAP_KEY_VALUE', 'LIST']);
const NOT_READ_LOGICAL: ReadonlySet<string> = new Set(['FLOAT16', 'GEOMETRY', 'GEOGRAPHY', 'VARIANT', 'MAP', 'LIST']);
const TEXT_TYPES: ReadonlySet<string> = new Set(['UTF8', 'ENUM', 'JSON']);
const TEXT_LOGICAL: ReadonlySet<string> = new Set(['STRING', 'ENUM', 'JSON']);

type Unit = keyof typeof NANOSECONDS;

/** One column of a Parquet file: takes the values as they lie there, and makes a column of them. */
export class ParquetColumn {
  readonly name: string;
  /** Why it cannot be read; undefined if it can. */
  readonly problem: string | undefined;
  #parts: DecodedArray[] = [];
  /** Some whole number has more digits than a number holds. */
  #isLong = false;

  constructor(private readonly element: SchemaElement) {
    this.name = element.name;
    this.problem = problemOf(element);
  }

  /** True where the values decide between numbers and bigints or decimals. */
  get dependsOnValues(): boolean {
    return this.#isWhole64 || this.#isDecimal;
  }

  /** Takes rows; the first value is that of the row `first`, and those from `from` to `to` are wanted. */
  add(values: DecodedArray, first: number, from: number, to: number): void {
    const wanted = first === from && to - first === values.length ? values : values.slice(from - first, to - first);
    this.#parts.push(wanted);
  }

  /** Looks at the values, and forgets them. */
  look(): void {
    if (this.taken().kind !== 'number') this.#isLong = true;
  }

  /** The column of the values that were added. */
  taken(): Column {
    const parts = this.#parts;
    this.#parts = [];
    const length = lengthOf(parts);
    const nulls = nullsOfParts(parts, length);
    const base = { name: this.name, nullable: true, ...(nulls && { nulls }) };
    return (
      this.#columnOfParts(base, parts, length) ??
      this.#column(
        base,
        parts.flatMap((part) => Array.from<unknown>(part)),
      )
    );
  }

  /** The column of the types that most files have; undefined for the other ones. */
  #columnOfParts(base: ColumnBase, parts: readonly DecodedArray[], length: number): Column | undefined {
    const { type, precision = 38, scale = 0 } = this.element;
    const time = this.#timeUnit;
    if (this.#isDecimal) {
      const words = this.#isLong ? undefined : decimalsOfParts(parts, length);
      const values = words && numbersOfWords([words], length, base.nulls, 10 ** scale);
      const name = `NUMBER(${Math.min(38, precision)},${scale})`;
      return values && { ...base, kind: 'number', type: name, ...(scale > 0 && { scale }), values };
    }
    if (type === 'INT64' && time?.kind === 'TIMESTAMP') {
      const wholes = wholesOfParts(parts, length, false);
      const unit = {
        nanosecondsAUnit: Number(NANOSECONDS[time.unit]),
        timeZone: time.isInstant ? 'UTC' : undefined,
      };
      return wholes && timestampsOfPieces(base, [wordsOf(wholes)], length, unit);
    }
    if (this.#isWhole64) {
      const wholes = wholesOfParts(parts, length, this.#isUnsigned);
      return wholes && wholesOfPieces(base, [wholes], this.#isLong);
    }
    if (type === 'FLOAT' || type === 'DOUBLE') {
      const values = numbersOfParts(parts, new Float64Array(length), Number.NaN);
      return { ...base, kind: 'number', type: 'FLOAT', values };
    }
    if (this.#isDate) {
      return { ...base, kind: 'date', type: 'DATE', values: numbersOfParts(parts, new Int32Array(length), 0) };
    }
    if (type === 'INT32' && time === undefined) {
      const values = numbersOfParts(parts, new Float64Array(length), Number.NaN);
      if (this.#isUnsigned) {
        for (let row = 0; row < length; row += 1) if (values[row] < 0) values[row] += 2 ** 32;
      }
      return { ...base, kind: 'number', type: 'NUMBER(10,0)', values };
    }
    if (this.#isText) {
      return textColumn({ ...base, type: this.#isJson ? 'VARIANT' : 'VARCHAR' }, textsOfParts(parts, length));
    }
    return undefined;
  }

  get #isDecimal(): boolean {
    return this.element.converted_type === 'DECIMAL' || this.element.logical_type?.type === 'DECIMAL';
  }

  get #isWhole64(): boolean {
    return this.element.type === 'INT64' && this.#timeUnit === undefined && !this.#isDecimal;
  }

  get #isDate(): boolean {
    return this.element.converted_type === 'DATE' || this.element.logical_type?.type === 'DATE';
  }

  get #isJson(): boolean {
    return this.element.converted_type === 'JSON' || this.element.logical_type?.type === 'JSON';
  }

  get #isText(): boolean {
    const { converted_type: converted, logical_type: logical, type } = this.element;
    const isText = TEXT_TYPES.has(converted ?? '') || TEXT_LOGICAL.has(logical?.type ?? '');
    return isText && logical?.type !== 'UUID' && type === 'BYTE_ARRAY';
  }

  get #isUnsigned(): boolean {
    const { converted_type: converted, logical_type: logical } = this.element;
    return converted?.startsWith('UINT_') === true || (logical?.type === 'INTEGER' && !logical.isSigned);
  }

  /** The unit of a time of day or a point in time. */
  get #timeUnit():
    | { readonly kind: 'TIME' | 'TIMESTAMP'; readonly unit: Unit; readonly isInstant: boolean }
    | undefined {
    const { converted_type: converted, logical_type: logical } = this.element;
    if (logical?.type === 'TIMESTAMP' || logical?.type === 'TIME') {
      return { kind: logical.type, unit: logical.unit, isInstant: logical.isAdjustedToUTC };
    }
    const [, kind, unit] = /^(TIME|TIMESTAMP)_(MILLIS|MICROS)$/.exec(converted ?? '') ?? [];
    if (kind === undefined) return undefined;
    // The older form of the type means an instant.
    return { kind: kind === 'TIME' ? kind : 'TIMESTAMP', unit: unit === 'MILLIS' ? unit : 'MICROS', isInstant: true };
  }

  #column(base: ColumnBase, values: readonly unknown[]): Column {
    const { element } = this;
    const time = this.#timeUnit;
    if (this.#isDecimal) {
      const { scale = 0, precision = 38 } = element;
      return decimals(base, this.#wholes(values), { isLong: this.#isLong, precision, scale });
    }
    if (time?.kind === 'TIMESTAMP')
      return timestamps(base, values, NANOSECONDS[time.unit], time.isInstant ? 'UTC' : undefined);
    if (time?.kind === 'TIME') {
      const texts = values.map((value) =>
        isMissing(value) ? '' : clock(BigInt(wholeOf(value)) * NANOSECONDS[time.unit]),
      );
      return textColumn({ ...base, type: 'TIME(9)' }, Texts.of(texts));
    }
    switch (element.type) {
      case 'BOOLEAN':
        return {
          ...base,
          kind: 'boolean',
          type: 'BOOLEAN',
          values: Uint8Array.from(values, (value) => (value === true ? 1 : 0)),
        };
      case 'INT64':
        return wholeNumbers(base, this.#wholes(values), { isLong: this.#isLong, isUnsigned: this.#isUnsigned });
      case 'INT96':
        return timestamps(base, values, 1n, undefined);
      default:
        return this.#bytes(base, values);
    }
  }

  /** Whole numbers, or decimals without their point; 0n where the value is null. */
  #wholes(values: readonly unknown[]): readonly bigint[] {
    const isUnsigned = this.#isUnsigned;
    return values.map((value) => {
      if (isMissing(value)) return 0n;
      const whole = value instanceof Uint8Array ? signedWhole(value) : BigInt(wholeOf(value));
      return isUnsigned ? BigInt.asUintN(64, whole) : whole;
    });
  }

  #bytes(base: ColumnBase, values: readonly unknown[]): Column {
    const { logical_type: logical } = this.element;
    const bytes = values.map((value) => (value instanceof Uint8Array ? value : EMPTY));
    if (logical?.type === 'UUID') return textColumn({ ...base, type: 'VARCHAR' }, Texts.of(bytes.map(uuid)));
    return textColumn({ ...base, type: 'BINARY(8388608)' }, Texts.of(bytes.map(hexadecimal)));
  }
}

const EMPTY = new Uint8Array(0);

function problemOf({
  name,
  num_children: parts,
  repetition_type: repetition,
  converted_type,
  logical_type,
}: SchemaElement) {
  if (parts !== undefined && parts > 0) return `${name} holds objects or lists`;
  if (repetition === 'REPEATED') return `${name} holds lists`;
  const type = logical_type?.type ?? converted_type;
  const isRead = !NOT_READ.has(converted_type ?? '') && !NOT_READ_LOGICAL.has(logical_type?.type ?? '');
  return isRead ? undefined : `${name} is of type ${type}`;
}

/** A number of any length in two's complement, the highest byte first. */
function signedWhole(bytes: Uint8Array): bigint {
  if (bytes.length === 0) return 0n;
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${hexadecimal(bytes)}`));
}

function uuid(bytes: Uint8Array): string {
  return hexadecimal(bytes)
    .toLowerCase()
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
