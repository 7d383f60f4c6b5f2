import { InternalError } from '../../errors';
import type { ColumnPlan } from './column-plan';
import type { ResultFormat } from './manifest';
import type { PieceDecoder } from './piece-decoder';
import { PieceScanner } from './scan-piece';

/** How the chunks of a result are read. Plain data. */
export interface Decoding {
  readonly format: ResultFormat;
  readonly plans: readonly ColumnPlan[];
}

/** The decoder of a format; what it needs is loaded when it is first used. */
export function decoderOf({ format, plans }: Decoding): PieceDecoder {
  if (format === 'json') return new PieceScanner(plans);
  throw new InternalError(`Results in the format ${format} cannot be read.`);
}
