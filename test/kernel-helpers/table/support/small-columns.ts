import fc from 'fast-check';
import type { Column } from 'kernel-helpers/table/table';
import { textColumn } from 'kernel-helpers/values/text-column';
import { Texts } from 'kernel-helpers/values/texts';

/** The values of a column without its name and its nulls. */
type Made = Omit<Column, 'name' | 'nullable' | 'nulls'>;
type Kind = (rows: number) => fc.Arbitrary<Made>;

/** A kind with few values, so that rows are equal often. */
function kind<Value>(few: readonly Value[], make: (values: Value[]) => object): Kind {
  return (rows) =>
    fc
      .array(fc.constantFrom(...few), { minLength: rows, maxLength: rows, size: 'max' })
      .map((one) => make(one) as Made);
}

const FLOATS = [0, -0, 1, -1.5, 2.25, 1e-3, -3e5, 2 ** 33 + 0.5];

const floats = kind(FLOATS, (values) => ({ kind: 'number', type: 'FLOAT', values: Float64Array.from(values) }));

const anyFloats = kind([...FLOATS, Number.NaN, Infinity, -Infinity, 5e-324, Number.MAX_VALUE], (values) => ({
  kind: 'number',
  type: 'FLOAT',
  values: Float64Array.from(values),
}));

const wholes = kind([-2, 0, 1, 7, 1e9], (values) => ({
  kind: 'number',
  type: 'NUMBER(10,0)',
  values: Float64Array.from(values),
}));

const cents = kind([-2, 0, 1, 1.1, 1.25], (values) => ({
  kind: 'number',
  type: 'NUMBER(12,2)',
  scale: 2,
  values: Float64Array.from(values),
}));

const bigints = kind([-2n, 0n, 1n, 2n ** 62n + 1n, 2n ** 62n, -(2n ** 63n), 2n ** 63n - 1n], (values) => ({
  kind: 'bigint',
  type: 'NUMBER(19,0)',
  values: BigInt64Array.from(values),
}));

const decimals = kind([-200n, 0n, 100n, 110n, 10n ** 30n + 1n, 10n ** 30n, -(10n ** 30n)], (values) => ({
  kind: 'decimal',
  type: 'NUMBER(38,2)',
  scale: 2,
  values,
}));

const flags = kind([0, 1], (values) => ({ kind: 'boolean', type: 'BOOLEAN', values: Uint8Array.from(values) }));

const days = kind([-719_162, -1, 0, 19_782, 10_237_746], (values) => ({
  kind: 'date',
  type: 'DATE',
  values: Int32Array.from(values),
}));

const POINTS = [
  [-62_135_596_800_000, 0],
  [-1, 999_999],
  [0, 0],
  [0, 1],
  [1_709_164_800_000, 500],
  [1_709_164_800_000, 400],
] as const;

const clocks = kind(POINTS, (values) => ({ kind: 'timestamp', type: 'TIMESTAMP_NTZ(9)', ...times(values) }));

const milliseconds = kind(POINTS, (values) => ({
  kind: 'timestamp',
  type: 'TIMESTAMP_NTZ(3)',
  values: times(values).values,
}));

const instants = kind(POINTS, (values) => ({
  kind: 'timestamp',
  type: 'TIMESTAMP_TZ(9)',
  ...times(values),
  offsets: Int16Array.from(values, (_, row) => (row % 3) * 60),
}));

function times(points: readonly (readonly [number, number])[]) {
  return {
    values: Float64Array.from(points, ([at]) => at),
    nanoseconds: Int32Array.from(points, ([, beyond]) => beyond),
  };
}

const TEXTS = ['', 'a', 'ab', 'b', 'B', 'é', 'Fresno', 'Fresno ', '\u0000', '\uffff', '💥', 'long '.repeat(20)];

const strings = kind(TEXTS, (values) => ({ kind: 'text', type: 'VARCHAR', values }));

/** As they come from a file: bytes of two parts, of which nobody has made strings yet. */
const bytes = kind(TEXTS, (values) => {
  const middle = values.length >> 1;
  const texts = Texts.ofParts([values.slice(0, middle), values.slice(middle)].map(partOf));
  return textColumn({ name: '', type: 'VARCHAR', nullable: true }, texts);
});

function partOf(texts: readonly string[]) {
  const offsets = new Uint32Array(texts.length + 1);
  texts.forEach((text, row) => {
    offsets[row + 1] = offsets[row] + Buffer.byteLength(text);
  });
  return { bytes: Buffer.from(texts.join('')), offsets };
}

/** Numbers that can be computed with: none of them is NaN or infinite. */
export const NUMBER_KINDS = [floats, wholes, cents, bigints, decimals, flags];
/** Numbers that are compared by their digits in a join. */
export const DIGIT_KINDS = [wholes, cents, bigints, decimals];
export const ALL_KINDS = [...NUMBER_KINDS, anyFloats, days, clocks, milliseconds, instants, strings, bytes];

/** A column of one of these kinds, with nulls nowhere, everywhere or somewhere. */
export function columnOf(name: string, rows: number, kinds: readonly Kind[]): fc.Arbitrary<Column> {
  return fc
    .tuple(
      fc.constantFrom(...kinds).chain((make) => make(rows)),
      nullsOf(rows),
    )
    .map(([made, nulls]) => named(made, name, nulls));
}

/** Two columns of one kind. */
export function twoOfOneKind(name: string, rows: readonly [number, number]): fc.Arbitrary<readonly [Column, Column]> {
  return fc
    .constantFrom(...ALL_KINDS)
    .chain((make) => fc.tuple(columnOf(name, rows[0], [make]), columnOf(name, rows[1], [make])));
}

function nullsOf(rows: number): fc.Arbitrary<Uint8Array | undefined> {
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constant(new Uint8Array(rows).fill(1)) },
    {
      weight: 4,
      arbitrary: fc
        .array(fc.constantFrom(0, 0, 1), { minLength: rows, maxLength: rows, size: 'max' })
        .map((nulls) => Uint8Array.from(nulls)),
    },
  );
}

/** A null number is also NaN in the values. */
function named(made: Made, name: string, nulls: Uint8Array | undefined): Column {
  const has = nulls?.includes(1) === true ? nulls : undefined;
  const base = { name, nullable: true, ...(has === undefined ? {} : { nulls: has }) };
  if (made.kind === 'text') {
    const { texts, values, type } = made as Extract<Column, { kind: 'text' }>;
    return texts === undefined ? { kind: 'text', type, values, ...base } : textColumn({ type, ...base }, texts);
  }
  const column = { ...made, ...base } as Column;
  if (column.kind !== 'number') return column;
  return { ...column, values: column.values.map((value, row) => (has?.[row] === 1 ? Number.NaN : value)) };
}

/** The number of each row, by which a test knows it again. */
export function rowColumn(name: string, rows: number): Column {
  return {
    name,
    kind: 'number',
    type: 'NUMBER(10,0)',
    nullable: false,
    values: Float64Array.from({ length: rows }, (_, row) => row),
  };
}
