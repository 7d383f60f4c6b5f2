/** Cells that run one after the other, and what the last one shows: its result, or the message of its error. */
export type ClaimAboutCells = readonly [claim: string, cells: readonly string[], shown: string];
