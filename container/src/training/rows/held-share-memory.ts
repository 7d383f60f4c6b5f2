import { memoryLimitBytes } from '../../memory-limit';

/**
 * What training on a held share takes for each value: 4 bytes in our columns, 8 in XGBoost's DMatrix (index and value,
 * `Entry` in its `data.h`), and 2 as intervals of tree_method hist.
 */
const BYTES_PER_VALUE = 14;
/** For each row: its label twice, gradient, prediction and place in the tree. */
const BYTES_PER_ROW = 40;
/** Node.js, the libraries, and the chunks that are read at the same time. */
const BYTES_BESIDE = 400e6;
/** Left to the system and to whatever the script does. */
const PART_FOR_ROWS = 0.8;

/** Memory that a host needs at most to hold a share and train on it. */
export function heldShareBytes(rowCount: number, width: number): number {
  return rowCount * (width * BYTES_PER_VALUE + BYTES_PER_ROW) + BYTES_BESIDE;
}

/** True if a share may not fit into this host's memory. */
export function isTooLarge(rowCount: number, width: number, limitBytes = memoryLimitBytes()): boolean {
  return heldShareBytes(rowCount, width) > limitBytes * PART_FOR_ROWS;
}
