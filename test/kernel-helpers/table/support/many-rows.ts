import type { Column } from 'kernel-helpers/table/table';
import { textColumn } from 'kernel-helpers/values/text-column';
import { Texts } from 'kernel-helpers/values/texts';

/** More rows than are near each other in memory. */
export const MANY = 70_000;

/** A whole number below 2^32 for each row, another one for each. It looks like chance. */
export function mixed(row: number): number {
  const bits = Math.imul(row, 0x9e3779b1);
  return (bits ^ (bits >>> 15)) >>> 0;
}

/** A column of each kind. */
export function manyColumns(): readonly Column[] {
  const rows = Array.from({ length: MANY }, (_, row) => row);
  const nulls = Uint8Array.from(rows, (row) => (mixed(row) % 7 === 0 ? 1 : 0));
  const base = (name: string, type: string) => ({ name, type, nullable: true });
  const floats = Float64Array.from(rows, (row) => (nulls[row] === 1 ? Number.NaN : mixed(row) / 3));
  return [
    { ...base('MIXED', 'FLOAT'), kind: 'number', values: Float64Array.from(rows, mixed) },
    { ...base('FLOAT', 'FLOAT'), kind: 'number', values: floats, nulls },
    { ...base('WHOLE', 'NUMBER(10,0)'), kind: 'number', values: Float64Array.from(rows, (row) => row * 3 - 7) },
    {
      ...base('LONG', 'NUMBER(19,0)'),
      kind: 'bigint',
      values: BigInt64Array.from(rows, (row) => -(2n ** 60n) + BigInt(mixed(row))),
    },
    {
      ...base('DECIMAL', 'NUMBER(38,2)'),
      kind: 'decimal',
      scale: 2,
      values: rows.map((row) => 10n ** 30n + BigInt(row)),
    },
    { ...base('FLAG', 'BOOLEAN'), kind: 'boolean', values: Uint8Array.from(rows, (row) => row % 2), nulls },
    { ...base('DAY', 'DATE'), kind: 'date', values: Int32Array.from(rows, (row) => row - 20_000) },
    { ...base('CLOCK', 'TIMESTAMP_NTZ(3)'), kind: 'timestamp', values: Float64Array.from(rows, (row) => row * 1e7) },
    {
      ...base('INSTANT', 'TIMESTAMP_TZ(9)'),
      kind: 'timestamp',
      values: Float64Array.from(rows, (row) => row * 1e7),
      nanoseconds: Int32Array.from(rows, (row) => mixed(row) % 1_000_000),
      offsets: Int16Array.from(rows, (row) => (row % 3) * 60),
      nulls,
    },
    textColumn({ ...base('OWN_TEXT', 'VARCHAR') }, bytesOf(rows.map((row) => `${'é'.repeat(row % 4)}${mixed(row)}`))),
    textColumn({ ...base('WORD', 'VARCHAR'), nulls }, bytesOf(rows.map((row) => 'a longer text'.slice(row % 13)))),
    { ...base('STRING', 'VARCHAR'), kind: 'text', values: rows.map((row) => `${mixed(row) % 50}`) },
  ];
}

/** As they come from a file: bytes in two parts, of which nobody has made strings yet. */
function bytesOf(texts: readonly string[]): Texts {
  const middle = texts.length >> 1;
  return Texts.ofParts(
    [texts.slice(0, middle), texts.slice(middle)].map((some) => {
      const offsets = new Uint32Array(some.length + 1);
      some.forEach((text, row) => {
        offsets[row + 1] = offsets[row] + Buffer.byteLength(text);
      });
      return { bytes: Buffer.from(some.join('')), offsets };
    }),
  );
}
