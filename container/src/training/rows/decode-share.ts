import { planColumns } from 'kernel-helpers/snowflake/result/column-plan';
import { rowSources } from 'kernel-helpers/snowflake/result/row-sources';
import type { ShareRange } from 'kernel-helpers/training-contract/index';
import type { ManifestMessage } from '../manifest-message';
import { ValueCounts } from './count-values';
import { decodeInOrder } from './decode-in-order';
import { batchWidth } from './float-columns';
import type { RowSink } from './row-batch';

/** Where the rows of a share go. */
export interface Sides {
  readonly train: RowSink;
  /** Takes the rows that are kept aside. */
  readonly validation?: { readonly sink: RowSink; readonly part: number; readonly seed: number };
}

/**
 * Reads the rows of a share and puts each on its side, in their order, as 32-bit numbers by the plan. A few chunks of
 * the result are in memory at any time.
 */
export async function decodeShare(
  { manifest, plan }: ManifestMessage,
  { from, to }: ShareRange,
  { train, validation }: Sides,
  signal: AbortSignal,
): Promise<ValueCounts> {
  const counts = new ValueCounts(plan);
  const decoding = {
    format: manifest.format,
    columns: planColumns(manifest.columns, manifest.timeZone),
    plan,
    ...(validation && { split: { part: validation.part, seed: validation.seed } }),
  };
  const sources = rowSources(manifest, from, to);
  await decodeInOrder(sources, { decoding, width: batchWidth(plan), signal }, (batch, { counted, sides }) => {
    counts.merge(counted);
    train.add(batch, sides?.train);
    if (sides !== undefined) validation?.sink.add(batch, sides.validation);
  });
  return counts;
}
