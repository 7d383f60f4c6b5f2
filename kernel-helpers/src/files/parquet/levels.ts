import { writeCount } from './thrift';

/**
 * Parquet's definition levels of a column whose values may be null, with their length before them: one bit a row, or one
 * run where no value is null. Source: https://parquet.apache.org/docs/file-format/data-pages/encodings/
 */
export function validityLevels(nulls: Uint8Array | undefined, rowCount: number): Uint8Array {
  const head: number[] = [];
  if (nulls === undefined) {
    writeCount(head, rowCount * 2);
    return withLength(head, Uint8Array.of(1));
  }
  const bits = packBits(nulls, 0);
  writeCount(head, bits.length * 2 + 1);
  return withLength(head, bits);
}

/** One bit a row, the lowest first: set where the flag is `wanted`. */
export function packBits(flags: Uint8Array, wanted: 0 | 1): Uint8Array {
  const bits = new Uint8Array(Math.ceil(flags.length / 8));
  for (let row = 0; row < flags.length; row += 1) if (flags[row] === wanted) bits[row >> 3] |= 1 << (row & 7);
  return bits;
}

function withLength(head: readonly number[], rest: Uint8Array): Uint8Array {
  const levels = Buffer.alloc(4 + head.length + rest.length);
  levels.writeUInt32LE(head.length + rest.length);
  levels.set(head, 4);
  levels.set(rest, 4 + head.length);
  return levels;
}
