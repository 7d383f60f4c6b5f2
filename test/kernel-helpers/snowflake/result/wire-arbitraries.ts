import fc from 'fast-check';
import type { ResultColumn } from 'kernel-helpers/snowflake/result/manifest';
import type { Column } from 'kernel-helpers/table/table';

/** A column of a generated result: how its cells look on the wire, and what they mean. */
export interface WireColumn {
  readonly description: ResultColumn;
  readonly cell: fc.Arbitrary<string>;
  /** The value of a cell's text, in a form that can be compared. */
  readonly meaning: (text: string) => unknown;
  /** The value that was read, in the same form. */
  readonly found: (column: Column, row: number, text: (row: number) => string | null) => unknown;
}

type Reader = WireColumn['found'];

const plainValue: Reader = ({ values }, row) => values[row];
const shownText: Reader = (_, row, text) => text(row);
const nanoseconds: Reader = (column, row) =>
  column.kind === 'timestamp'
    ? `${BigInt(column.values[row]) * 1_000_000n + BigInt(column.nanoseconds?.[row] ?? 0)} ${column.offsets?.[row] ?? ''}`
    : column.kind;

function wireColumn(
  wireType: string,
  cell: fc.Arbitrary<string>,
  meaning: WireColumn['meaning'],
  found: Reader,
  numbers: { readonly precision?: number; readonly scale?: number } = {},
): WireColumn {
  const { precision = null, scale = null } = numbers;
  return { description: { name: wireType, wireType, precision, scale, nullable: true }, cell, meaning, found };
}

const WORDS: Readonly<Record<string, number>> = { NaN: Number.NaN, inf: Infinity, '-inf': -Infinity };

const floats = wireColumn(
  'real',
  fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value.toPrecision(15)),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value.toExponential(16)),
    fc.integer().map(String),
    fc.constantFrom('NaN', 'inf', '-inf', '-0', '5e-324', '1.79769313486232e+308', '1e400'),
  ),
  (text) => WORDS[text] ?? Number(text),
  plainValue,
);

/** Whole numbers of up to `digits` digits, many of them short. */
const wholes = (digits: number) =>
  fc
    .integer({ min: 1, max: digits })
    .chain((length) => fc.bigInt({ min: -(10n ** BigInt(length)) + 1n, max: 10n ** BigInt(length) - 1n }));

function decimalText(digits: bigint, scale: number): string {
  const text = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0');
  const whole = text.slice(0, text.length - scale);
  return (digits < 0n ? '-' : '') + (scale === 0 ? whole : `${whole}.${text.slice(-scale)}`);
}

const fixed = fc
  .integer({ min: 1, max: 38 })
  .chain((precision) => fc.tuple(fc.constant(precision), fc.oneof(fc.constant(0), fc.nat(Math.min(37, precision)))))
  .map(([precision, scale]) =>
    wireColumn(
      'fixed',
      wholes(precision).map((digits) => decimalText(digits, scale)),
      (text) => text,
      shownText,
      { precision, scale },
    ),
  );

/** From the year 1 to the year 9999, as seconds since 1970 with nine decimals. */
const instants = fc
  .tuple(fc.bigInt({ min: -62_135_596_800n, max: 253_402_300_799n }), fc.oneof(fc.constant(0), fc.nat(999_999_999)))
  .map(([seconds, fraction]) => seconds * 1_000_000_000n + BigInt(fraction));

const secondsText = (value: bigint) => decimalText(value, 9);
const digitsOf = (text: string) => BigInt(text.replace('.', ''));

const timestamps = wireColumn('timestamp_ntz', instants.map(secondsText), (text) => `${digitsOf(text)} `, nanoseconds, {
  scale: 9,
});

const zonedTimestamps = wireColumn(
  'timestamp_tz',
  fc.tuple(instants, fc.integer({ min: -840, max: 840 })).map(([at, offset]) => `${secondsText(at)} ${offset + 1440}`),
  (text) => `${digitsOf(text.split(' ')[0])} ${Number(text.split(' ')[1]) - 1440}`,
  nanoseconds,
  { scale: 9 },
);

const times = wireColumn(
  'time',
  fc.bigInt({ min: 0n, max: 86_399_999_999_999n }).map(secondsText),
  (text) => {
    const [seconds, fraction] = text.split('.');
    const clock = new Date(Number(seconds) * 1000).toISOString().slice(11, 19);
    return `${clock}.${fraction}`.replace(/\.?0*$/, (end) => (end.includes('.') ? '' : end.replace(/0+$/, '')));
  },
  shownText,
  { scale: 9 },
);

const days = wireColumn(
  'date',
  fc
    .oneof(fc.integer({ min: -719_162, max: 2_932_896 }), fc.integer({ min: -99_999_999, max: 99_999_999 }))
    .map(String),
  Number,
  plainValue,
);

const flags = wireColumn(
  'boolean',
  fc.constantFrom('0', '1', 'true', 'false', 'TRUE'),
  (text) => (/^(1|true)$/i.test(text) ? 1 : 0),
  plainValue,
);

export const TEXTS = wireColumn(
  'text',
  fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('', 'null', '"', '\\', '],["', "'; DROP TABLE t; --", '\u0000', '\n', '\u2028', '💥'.repeat(70)),
  ),
  // UTF-8 has no half of a surrogate pair.
  (text) => Buffer.from(text).toString(),
  shownText,
);

/** Some columns of any types. */
export const wireColumns: fc.Arbitrary<readonly WireColumn[]> = fc.array(
  fc.oneof(fixed, fc.constantFrom(floats, timestamps, zonedTimestamps, times, days, flags, TEXTS, TEXTS)),
  { minLength: 1, maxLength: 6 },
);

/** Some rows of the columns, nulls everywhere. */
export function wireRows(columns: readonly WireColumn[]): fc.Arbitrary<readonly (readonly (string | null)[])[]> {
  const row = fc.tuple(...columns.map(({ cell }) => fc.option(cell, { freq: 5 })));
  return fc.array(row, { maxLength: 40 });
}
