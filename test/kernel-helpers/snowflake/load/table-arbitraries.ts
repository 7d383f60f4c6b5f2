import fc from 'fast-check';
import type { Column } from 'kernel-helpers/table/table';
import { columnTexts } from 'kernel-helpers/values/cells';

/** A column of a generated table. */
export interface TableColumn {
  readonly column: Column;
  /** The type that the column has when it is read. */
  readonly readType: string;
  /** The value of a row in a form that can be compared, as exactly as the way there and back keeps it. */
  readonly shown: (column: Column) => (row: number) => unknown;
}

type Made = Pick<TableColumn, 'readType'> & Partial<Pick<TableColumn, 'shown'>> & { readonly column: object };

/** A kind of column: from one array of values to a column. */
type Kind = (rows: number) => fc.Arbitrary<Made>;

function kind<Value>(value: fc.Arbitrary<Value>, make: (values: Value[]) => Made): Kind {
  return (rows) => fc.array(value, { minLength: rows, maxLength: rows, size: 'max' }).map(make);
}

/** JSON results carry 15 digits of a FLOAT. */
const fifteenDigits: TableColumn['shown'] = (column) => (row) => {
  const value = Number(column.values[row]);
  return Number.isFinite(value) && value !== 0 ? Number(value.toPrecision(15)) : value;
};

const floats = kind(
  fc.oneof(fc.double(), fc.integer(), fc.constantFrom(Number.NaN, Infinity, -Infinity, -0, 5e-324, Number.MAX_VALUE)),
  (values) => ({
    column: { kind: 'number', type: 'FLOAT', values: Float64Array.from(values) },
    readType: 'FLOAT',
    shown: fifteenDigits,
  }),
);

const int32s = kind(fc.integer({ min: -999_999_999, max: 999_999_999 }), (values) => ({
  column: { kind: 'number', type: 'NUMBER(10,0)', values: Float64Array.from(values) },
  readType: 'NUMBER(10,0)',
}));

const cents = kind(fc.integer(), (values) => ({
  column: { kind: 'number', type: 'NUMBER(12,2)', scale: 2, values: Float64Array.from(values, (value) => value / 100) },
  readType: 'NUMBER(12,2)',
}));

const bigints = kind(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (values) => ({
  column: { kind: 'bigint', type: 'NUMBER(19,0)', values: BigInt64Array.from(values) },
  readType: 'NUMBER(19,0)',
}));

const LONGEST = 10n ** 38n - 1n;
const decimals: Kind = (rows) =>
  fc.nat(37).chain((scale) =>
    kind(
      fc.oneof(fc.bigInt({ min: -LONGEST, max: LONGEST }), fc.constantFrom(LONGEST, -LONGEST, 0n, 1n)),
      (values) => ({
        column: { kind: 'decimal', type: `NUMBER(38,${scale})`, scale, values },
        readType: `NUMBER(38,${scale})`,
      }),
    )(rows),
  );

const flags = kind(fc.boolean(), (values) => ({
  column: { kind: 'boolean', type: 'BOOLEAN', values: Uint8Array.from(values, Number) },
  readType: 'BOOLEAN',
}));

/** From the year 1 to the year 29999, before the calendar changed in 1582 too. */
const FIRST_DAY = -719_162;
const LAST_DAY = 10_237_746;
/** Of a year of four digits, which a text of a timestamp needs. */
const LAST_DAY_OF_FOUR_DIGITS = 2_932_896;
const days = kind(
  fc.oneof(
    fc.integer({ min: FIRST_DAY, max: LAST_DAY }),
    fc.constantFrom(FIRST_DAY, LAST_DAY, LAST_DAY_OF_FOUR_DIGITS, -141_428, -141_427, -1),
  ),
  (values) => ({ column: { kind: 'date', type: 'DATE', values: Int32Array.from(values) }, readType: 'DATE' }),
);

const MILLISECONDS_A_DAY = 86_400_000;
/** The local account keeps microseconds. */
const pointsUntil = (lastDay: number) =>
  fc.tuple(
    fc.integer({ min: FIRST_DAY * MILLISECONDS_A_DAY, max: (lastDay + 1) * MILLISECONDS_A_DAY - 1 }),
    fc.oneof(fc.constant(0), fc.nat(999)),
  );
const points = pointsUntil(LAST_DAY);

const clocks = kind(points, (values) => ({
  column: { kind: 'timestamp', type: 'TIMESTAMP_NTZ(9)', ...timeValues(values) },
  readType: 'TIMESTAMP_NTZ(9)',
}));

/** The same instant is shown in the time zone of the session that reads it. */
const instant: TableColumn['shown'] = (column) => (row) =>
  column.kind === 'timestamp' ? [column.values[row], column.nanoseconds?.[row] ?? 0] : column.kind;

const instants = kind(points, (values) => ({
  column: { kind: 'timestamp', type: 'TIMESTAMP_LTZ(9)', timeZone: 'Europe/Berlin', ...timeValues(values) },
  readType: 'TIMESTAMP_LTZ(9)',
  shown: instant,
}));

/** The local account keeps the instant and loses its offset. */
const zoned = kind(
  fc.tuple(pointsUntil(LAST_DAY_OF_FOUR_DIGITS - 1), fc.integer({ min: -840, max: 840 })),
  (values) => ({
    column: {
      kind: 'timestamp',
      type: 'TIMESTAMP_TZ(9)',
      ...timeValues(values.map(([[at, micros]]) => [Math.max(at, (FIRST_DAY + 1) * MILLISECONDS_A_DAY), micros])),
      offsets: Int16Array.from(values, ([, offset]) => offset),
    },
    readType: 'TIMESTAMP_TZ(9)',
    shown: instant,
  }),
);

function timeValues(values: readonly (readonly [number, number])[]) {
  return {
    values: Float64Array.from(values, ([milliseconds]) => milliseconds),
    nanoseconds: Int32Array.from(values, ([, microseconds]) => microseconds * 1000),
  };
}

const texts = kind(
  fc.oneof(
    fc.string({ unit: 'binary', maxLength: 50 }),
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom(
      '',
      'null',
      '\\N',
      "'; DROP TABLE t; --",
      '"',
      '\\',
      '\u0000',
      '\r\n',
      '💥'.repeat(99),
      '\ufeff',
      ' ',
    ),
  ),
  (values) => ({ column: { kind: 'text', type: 'VARCHAR', values }, readType: 'VARCHAR' }),
);

const times = kind(fc.tuple(fc.nat(86_399), fc.oneof(fc.constant(0), fc.nat(999_999))), (values) => ({
  column: { kind: 'text', type: 'TIME(9)', values: values.map(([seconds, micros]) => timeText(seconds, micros)) },
  readType: 'TIME(9)',
}));

function timeText(seconds: number, microseconds: number): string {
  const fraction = String(microseconds).padStart(6, '0').replace(/0+$/, '');
  return new Date(seconds * 1000).toISOString().slice(11, 19) + (fraction === '' ? '' : `.${fraction}`);
}

const KINDS = [floats, int32s, cents, bigints, decimals, flags, days, clocks, instants, zoned, texts, times];

/** Names that need quotes: any characters but NUL, which no identifier has, and up to 255 of them. */
export const names = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
    fc.constantFrom(
      'a',
      'A',
      'select',
      '"',
      '""',
      "'",
      '\n',
      '\r\n\t',
      '💥',
      '💥'.repeat(255),
      'é'.repeat(255),
      ' ',
      '$1',
      '*',
    ),
    fc.constantFrom(
      "'; DROP TABLE t; --",
      'a.b',
      '{}',
      '{0}',
      '%s',
      '\\',
      '\\n',
      '--',
      '/*',
      '?',
      ':1',
      '__proto__',
      'constructor',
    ),
  )
  .filter((name) => !name.includes('\u0000') && [...name].length <= 255);

/** Where the nulls are: nowhere, everywhere or somewhere. */
const nullsOf = (rows: number) =>
  fc.oneof(
    fc.constant(undefined),
    fc.constant(new Uint8Array(rows).fill(1)),
    fc.array(fc.constantFrom(0, 1), { minLength: rows, maxLength: rows }).map((nulls) => Uint8Array.from(nulls)),
  );

function columnOf(made: Made, name: string, nulls: Uint8Array | undefined): TableColumn {
  const column = { ...made.column, name, nullable: true, ...(nulls?.includes(1) ? { nulls } : {}) } as Column;
  return { column, readType: made.readType, shown: made.shown ?? columnTexts };
}

/** The columns of any table: all types, any names, any values, nulls anywhere. */
export const tableColumns: fc.Arbitrary<readonly TableColumn[]> = fc
  .tuple(fc.nat(30), fc.uniqueArray(names, { minLength: 1, maxLength: 12 }))
  .chain(([rows, taken]) =>
    fc.tuple(
      ...taken.map((name) =>
        fc
          .tuple(
            fc.constantFrom(...KINDS).chain((make) => make(rows)),
            nullsOf(rows),
          )
          .map(([made, nulls]) => columnOf(made, name, nulls)),
      ),
    ),
  );
