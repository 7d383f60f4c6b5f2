import { UserError } from '../../errors';
import { checkOptionNames } from '../../option-names';
import type { RowNumbers } from './row-numbers';

/** The numbers of some rows, each at most once, in their order; a seed gives the same rows every time. */
export function sampleRows(rowCount: number, size: number, options: { readonly seed?: number }): RowNumbers {
  checkOptionNames('sample()', options, { seed: true });
  const { seed = Math.floor(Math.random() * 2 ** 32) } = options;
  if (!Number.isSafeInteger(seed))
    throw new UserError(`sample() cannot use its options: seed must be a whole number, not ${seed}.`);
  checkRowCount('sample()', size);
  const random = randomNumbers(seed);
  const wanted = Math.min(size, rowCount);
  const chosen = new Int32Array(wanted);
  // Knuth's selection sampling: each row is taken with the share of those that are still wanted among those left.
  let taken = 0;
  for (let row = 0; taken < wanted; row += 1) {
    if (random() * (rowCount - row) >= wanted - taken) continue;
    chosen[taken] = row;
    taken += 1;
  }
  return chosen;
}

/** Numbers from 0 to below 1: mulberry32 of Tommy Ettinger, which is fair enough to draw rows. */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Checks how many rows a cell asks for. */
export function checkRowCount(caller: string, rows: unknown): number {
  if (typeof rows === 'number' && Number.isSafeInteger(rows) && rows >= 0) return rows;
  const share =
    typeof rows === 'number' && rows > 0 && rows < 1 ? ` For a share, write ${rows} * table.rowCount, rounded.` : '';
  throw new UserError(`${caller} takes a whole number of rows from 0 on, not ${String(rows)}.${share}`);
}
