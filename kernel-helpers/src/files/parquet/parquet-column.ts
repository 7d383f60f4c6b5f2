import type { DecodedArray, SchemaElement } from 'hyparquet';
import { InternalError } from '../../errors';
import type { Column } from '../../table/table';
import { isoTime } from '../../values/iso-time';
import { textColumn } from '../../values/text-column';
import { Texts } from '../../values/texts';

const MILLISECONDS_A_DAY = 86_400_000;
const MAX_NUMBER_DIGITS = 15;
const NANOSECONDS = { MILLIS: 1_000_000n, MICROS: 1000n, NANOS: 1n } as const;
const NOT_READ: ReadonlySet<string> = new Set(['INTERVAL', 'BSON', 'MAP', 'MAP_KEY_VALUE', 'LIST']);
const NOT_READ_LOGICAL: ReadonlySet<string> = new Set(['FLOAT16', 'GEOMETRY', 'GEOGRAPHY', 'VARIANT', 'MAP', 'LIST']);
const TEXT_TYPES: ReadonlySet<string> = new Set(['UTF8', 'ENUM', 'JSON']);

type Unit = keyof typeof NANOSECONDS;

/** One column of a Parquet file: takes the values as they lie there, and makes a column of them. */
export class ParquetColumn {
  readonly name: string;
  /** Why it cannot be read; undefined if it can. */
  readonly problem: string | undefined;
  #parts: unknown[][] = [];
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
    this.#parts.push(Array.isArray(wanted) ? wanted : Array.from<unknown>(wanted));
  }

  /** Looks at the values, and forgets them. */
  look(): void {
    for (const value of this.#wholes(this.#values())) if (isLong(value)) this.#isLong = true;
    this.#parts = [];
  }

  /** The column of the values that were added. */
  taken(): Column {
    const values = this.#values();
    this.#parts = [];
    const nulls = values.some(isMissing) ? Uint8Array.from(values, (value) => (isMissing(value) ? 1 : 0)) : undefined;
    return this.#column({ name: this.name, nullable: true, ...(nulls && { nulls }) }, values);
  }

  #values(): readonly unknown[] {
    return this.#parts.length === 1 ? this.#parts[0] : this.#parts.flat();
  }

  get #isDecimal(): boolean {
    return this.element.converted_type === 'DECIMAL' || this.element.logical_type?.type === 'DECIMAL';
  }

  get #isWhole64(): boolean {
    return this.element.type === 'INT64' && this.#timeUnit === undefined && !this.#isDecimal;
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
    if (this.#isDecimal) return this.#decimals(base, values);
    if (element.converted_type === 'DATE' || element.logical_type?.type === 'DATE') {
      return { ...base, kind: 'date', type: 'DATE', values: Int32Array.from(values, numberOr0) };
    }
    if (time?.kind === 'TIMESTAMP') return timestamps(base, values, NANOSECONDS[time.unit], time.isInstant);
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
      case 'FLOAT':
      case 'DOUBLE':
        return { ...base, kind: 'number', type: 'FLOAT', values: Float64Array.from(values, numberOrNaN) };
      case 'INT32': {
        const isUnsigned = this.#isUnsigned;
        const numbers = Float64Array.from(values, (value) => {
          const number = numberOrNaN(value);
          return isUnsigned && number < 0 ? number + 2 ** 32 : number;
        });
        return { ...base, kind: 'number', type: 'NUMBER(10,0)', values: numbers };
      }
      case 'INT64':
        return this.#wholeNumbers(base, values);
      case 'INT96':
        return timestamps(base, values, 1n, false);
      default:
        return this.#bytes(base, values);
    }
  }

  #wholeNumbers(base: ColumnBase, values: readonly unknown[]): Column {
    const wholes = this.#wholes(values);
    if (!this.#isLong && !wholes.some(isLong)) {
      const numbers = Float64Array.from(wholes, (whole, row) => (isMissing(values[row]) ? Number.NaN : Number(whole)));
      return { ...base, kind: 'number', type: 'NUMBER(19,0)', values: numbers };
    }
    if (this.#isUnsigned) return { ...base, kind: 'decimal', type: 'NUMBER(38,0)', scale: 0, values: wholes };
    return { ...base, kind: 'bigint', type: 'NUMBER(19,0)', values: BigInt64Array.from(wholes) };
  }

  #decimals(base: ColumnBase, values: readonly unknown[]): Column {
    const { scale = 0, precision = 38 } = this.element;
    const wholes = this.#wholes(values);
    const type = `NUMBER(${precision},${scale})`;
    const isNumber = precision <= MAX_NUMBER_DIGITS || !(this.#isLong || wholes.some(isLong));
    if (!isNumber) return { ...base, kind: 'decimal', type, scale, values: wholes };
    const power = 10 ** scale;
    const numbers = Float64Array.from(wholes, (whole, row) =>
      isMissing(values[row]) ? Number.NaN : Number(whole) / power,
    );
    return { ...base, kind: 'number', type, ...(scale > 0 && { scale }), values: numbers };
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
    const { converted_type: converted, logical_type: logical } = this.element;
    const bytes = values.map((value) => (value instanceof Uint8Array ? value : EMPTY));
    if (logical?.type === 'UUID') return textColumn({ ...base, type: 'VARCHAR' }, Texts.of(bytes.map(uuid)));
    if (
      logical?.type === 'STRING' ||
      logical?.type === 'ENUM' ||
      logical?.type === 'JSON' ||
      TEXT_TYPES.has(converted ?? '')
    ) {
      const isJson = converted === 'JSON' || logical?.type === 'JSON';
      return textColumn({ ...base, type: isJson ? 'VARIANT' : 'VARCHAR' }, textsOf(bytes));
    }
    return textColumn({ ...base, type: 'BINARY(8388608)' }, Texts.of(bytes.map(hexadecimal)));
  }
}

interface ColumnBase {
  readonly name: string;
  readonly nullable: boolean;
  readonly nulls?: Uint8Array;
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

function isMissing(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function isLong(whole: bigint): boolean {
  return whole > MAX_SAFE || whole < -MAX_SAFE;
}

const MAX_SAFE = 10n ** BigInt(MAX_NUMBER_DIGITS) - 1n;

function numberOr0(value: unknown): number {
  return isMissing(value) ? 0 : Number(value);
}

function numberOrNaN(value: unknown): number {
  return isMissing(value) ? Number.NaN : Number(value);
}

function wholeOf(value: unknown): bigint | number {
  if (typeof value === 'bigint' || typeof value === 'number') return value;
  throw new InternalError(`Parquet gave ${typeof value} where a whole number was expected.`);
}

/** A number of any length in two's complement, the highest byte first. */
function signedWhole(bytes: Uint8Array): bigint {
  if (bytes.length === 0) return 0n;
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${hexadecimal(bytes)}`));
}

function hexadecimal(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex').toUpperCase();
}

function uuid(bytes: Uint8Array): string {
  return hexadecimal(bytes)
    .toLowerCase()
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function textsOf(bytes: readonly Uint8Array[]): Texts {
  const offsets = new Uint32Array(bytes.length + 1);
  bytes.forEach(({ length }, row) => {
    offsets[row + 1] = offsets[row] + length;
  });
  const whole = new Uint8Array(offsets[bytes.length]);
  bytes.forEach((text, row) => {
    whole.set(text, offsets[row]);
  });
  return Texts.ofParts([{ bytes: whole, offsets }]);
}

function timestamps(
  base: ColumnBase,
  values: readonly unknown[],
  nanosecondsAUnit: bigint,
  isInstant: boolean,
): Column {
  const milliseconds = new Float64Array(values.length);
  const nanoseconds = new Int32Array(values.length);
  values.forEach((value, row) => {
    if (isMissing(value)) return;
    const whole = wholeOf(value);
    const point = BigInt(whole) * nanosecondsAUnit;
    const rest = ((point % 1_000_000n) + 1_000_000n) % 1_000_000n;
    milliseconds[row] = Number((point - rest) / 1_000_000n);
    nanoseconds[row] = Number(rest);
  });
  return {
    ...base,
    kind: 'timestamp',
    type: isInstant ? 'TIMESTAMP_LTZ(9)' : 'TIMESTAMP_NTZ(9)',
    values: milliseconds,
    ...(nanoseconds.some((value) => value !== 0) && { nanoseconds }),
    ...(isInstant && { timeZone: 'UTC' }),
  };
}

/** A time of day, as Snowflake writes it. */
function clock(nanoseconds: bigint): string {
  const rest = Number(nanoseconds % 1_000_000n);
  const milliseconds = Number(nanoseconds / 1_000_000n) % MILLISECONDS_A_DAY;
  return isoTime({ milliseconds, nanoseconds: rest }).replace(/^.*[T ]/, '');
}
