import { type DataType, Type } from '@uwdata/flechette';
import type { BatchPart } from './batch-part';

/** Whole numbers of a part. Numbers hold those of at most 32 bits; the others come as 64 or 128 bits. */
export type Integers =
  | { readonly kind: 'small'; readonly values: Int8Array | Int16Array | Int32Array }
  | { readonly kind: 'words'; readonly values: BigInt64Array }
  | { readonly kind: 'wide'; readonly at: (row: number) => bigint };

const WIDE_BITS = 128;

/** The whole numbers of a column of INT or DECIMAL; undefined for another type. Decimals come without their point. */
export function integersOf({
  type,
  batch,
  from,
  rows,
}: Pick<BatchPart, 'type' | 'batch' | 'from' | 'rows'>): Integers | undefined {
  const values: unknown = batch.values;
  if (values instanceof Int8Array || values instanceof Int16Array || values instanceof Int32Array)
    return { kind: 'small', values: values.subarray(from, from + rows) };
  if (values instanceof BigInt64Array) return { kind: 'words', values: values.subarray(from, from + rows) };
  if (isWide(type) && values instanceof BigUint64Array) {
    const at = (row: number): bigint =>
      (BigInt.asIntN(64, values[(from + row) * 2 + 1]) << 64n) | values[(from + row) * 2];
    return { kind: 'wide', at };
  }
  return undefined;
}

function isWide(type: DataType): boolean {
  return type.typeId === Type.Decimal && type.bitWidth === WIDE_BITS;
}
