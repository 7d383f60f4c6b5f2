import type * as Flechette from '@uwdata/flechette';
import type * as ArrowBatch from './arrow-batch';
import type * as ArrowColumn from './arrow-column';

/** The library that knows Arrow, and the parts that need it, each loaded when it is first used. */
export const loadArrow = {
  library: () => require('@uwdata/flechette') as typeof Flechette,
  columns: () => require('./arrow-column') as typeof ArrowColumn,
  batches: () => require('./arrow-batch') as typeof ArrowBatch,
} as const;
