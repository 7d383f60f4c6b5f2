import { shareOfHost } from '../../training-contract/index';

/** The rows that one host read. */
export interface HostShare {
  readonly host: string;
  /** The first row of the share, counted from 1. */
  readonly firstRow: number;
  /** The last row of the share; `firstRow - 1` where the share is empty. */
  readonly lastRow: number;
  readonly rows: number;
  /** Rows of the whole table. */
  readonly of: number;
}

/**
 * The rows that each host read of a table, in the order of the rows. Hosts share a table in the order of their names as
 * texts, and SageMaker names them `algo-1`, `algo-2`, …
 */
export function hostShares(tableRows: number, hostCount: number): HostShare[] {
  const hosts = Array.from({ length: hostCount }, (_, index) => `algo-${index + 1}`).toSorted();
  return hosts.map((host, index) => {
    const { from, to, total } = shareOfHost(index, hostCount, tableRows);
    return { host, firstRow: from + 1, lastRow: to, rows: to - from, of: total };
  });
}
