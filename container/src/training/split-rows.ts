import type { MatrixColumns } from './matrix-columns';
import { sharedFloats } from './matrix-columns';

/** Rows of one host, kept apart: those to learn from, and those to measure the error on. */
export interface SplitColumns {
  readonly train: MatrixColumns;
  readonly validation: MatrixColumns;
}

/**
 * Sorts rows into training and validation by what they hold, so the same row lands on the same side on any number of
 * hosts and in any order. Equal rows land on the same side, too, so no row is in both.
 * @param validation part of the rows, from 0 to below 1
 */
export function splitRows(matrix: MatrixColumns, validation: number, seed: number): SplitColumns {
  const hashes = hashRows([...matrix.columns, matrix.labels], seed);
  const threshold = validation * 2 ** 32;
  const train: number[] = [];
  const kept: number[] = [];
  hashes.forEach((hash, row) => {
    (hash < threshold ? kept : train).push(row);
  });
  return { train: pickRows(matrix, train), validation: pickRows(matrix, kept) };
}

function pickRows({ features, target, columns, labels }: MatrixColumns, rows: readonly number[]): MatrixColumns {
  const pick = (values: Float32Array) => sharedFloats(rows.length, (index) => values[rows[index]]);
  return { features, target, columns: columns.map(pick), labels: pick(labels) };
}

/** MurmurHash3 (32 bits, public domain) over the bits of each row, column after column. */
function hashRows(columns: readonly Float32Array[], seed: number): Uint32Array {
  const hashes = new Uint32Array(columns[0].length).fill(seed);
  for (const column of columns) {
    const bits = new Uint32Array(column.buffer, column.byteOffset, column.length);
    for (let row = 0; row < hashes.length; row += 1) hashes[row] = mixIn(hashes[row], bits[row]);
  }
  return hashes.map((hash) => finish(hash ^ (columns.length * 4)));
}

function mixIn(hash: number, word: number): number {
  let mixed = Math.imul(word, 0xcc9e2d51);
  mixed = Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
  mixed ^= hash;
  return Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64;
}

function finish(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
