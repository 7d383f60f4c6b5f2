import type { Table } from 'kernel-helpers';

export interface Readers {
  /** Rows of the table that more than one host has. */
  readonly twice: number;
  /** Rows of the table that no host has. */
  readonly never: number;
}

/** Counts by the column N, which numbers the rows of the table from 1, which rows several hosts have read, and which none. */
export function countReaders(shares: readonly Table[], tableRows: number): Readers {
  const times = new Uint32Array(tableRows + 1);
  for (const share of shares) for (const row of share.column('N').values) times[Number(row)] += 1;
  const rows = times.subarray(1);
  return { twice: rows.filter((count) => count > 1).length, never: rows.filter((count) => count === 0).length };
}
