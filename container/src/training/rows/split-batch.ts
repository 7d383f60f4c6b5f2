import type { RowBatch } from './row-batch';

/** Which rows of a batch a model learns from, and which ones are kept aside. */
export interface SplitBatch {
  readonly train: Uint32Array;
  readonly validation: Uint32Array;
}

/**
 * Sorts rows into training and validation by what they hold, so the same row lands on the same side on any number of
 * hosts, in any order and in any batch. Equal rows land on the same side, too, so no row is in both.
 * @param identity how many of the columns make a row what it is: features and label, but not its weight
 * @param validation part of the rows, from 0 to below 1
 */
export function splitBatch(
  { columns, rowCount }: RowBatch,
  identity: number,
  validation: number,
  seed: number,
): SplitBatch {
  const hashes = hashRows(columns.slice(0, identity), rowCount, seed);
  const threshold = validation * 2 ** 32;
  const train = new Uint32Array(rowCount);
  const kept = new Uint32Array(rowCount);
  let trainCount = 0;
  for (let row = 0; row < rowCount; row += 1) {
    if (hashes[row] < threshold) {
      kept[row - trainCount] = row;
    } else {
      train[trainCount] = row;
      trainCount += 1;
    }
  }
  return { train: train.subarray(0, trainCount), validation: kept.subarray(0, rowCount - trainCount) };
}

/** MurmurHash3 (32 bits, public domain) over the bits of each row, column after column. */
function hashRows(columns: readonly Float32Array[], rowCount: number, seed: number): Uint32Array {
  const hashes = new Uint32Array(rowCount).fill(seed);
  for (const column of columns) {
    const bits = new Uint32Array(column.buffer, column.byteOffset, rowCount);
    for (let row = 0; row < rowCount; row += 1) hashes[row] = mixIn(hashes[row], bits[row]);
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
