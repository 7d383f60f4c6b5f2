import type { Methods } from './method';

/** Cells to insert for a table. */
export const codeMethods: Partial<Methods<'cellCode'>> = {};
