/** The rows of one host in the one result that all hosts share, as a half-open range. */
export interface ShareRange {
  readonly from: number;
  /** The first row after the share. */
  readonly to: number;
  /** Rows of the whole result. */
  readonly total: number;
}

/** Rows `[⌊iT/n⌋, ⌊(i+1)T/n⌋)`: each row is in one share, and sizes differ by one row at most. */
export function shareOfHost(hostIndex: number, hostCount: number, total: number): ShareRange {
  return {
    from: Math.floor((hostIndex * total) / hostCount),
    to: Math.floor(((hostIndex + 1) * total) / hostCount),
    total,
  };
}

/** The log line of one host's share, counted from 1 as people count: `share: rows 10321 to 20640 of 20640`. */
export function formatShareLine({ from, to, total }: ShareRange): string {
  return from === to ? `share: no rows of ${total}` : `share: rows ${from + 1} to ${to} of ${total}`;
}
