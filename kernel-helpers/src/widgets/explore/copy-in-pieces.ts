export type Copied = Float64Array | Int32Array | Uint8Array | Uint32Array | BigInt64Array;

/** Copying so many bytes takes a few milliseconds; then a cell gets its turn. */
const BYTES_AT_ONCE = 1 << 22;

/**
 * A copy of an array in memory of its own.
 * @param isWanted ends the work when it returns false; the copy is not complete then.
 */
export async function copyInPieces<Values extends Copied>(values: Values, isWanted: () => boolean): Promise<Values> {
  const { buffer, byteOffset, byteLength } = values;
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  const copy = new Uint8Array(byteLength);
  for (let from = 0; from < byteLength && isWanted(); from += BYTES_AT_ONCE) {
    copy.set(bytes.subarray(from, from + BYTES_AT_ONCE), from);
    if (byteLength > BYTES_AT_ONCE) await new Promise((resolve) => setImmediate(resolve));
  }
  // An array of the same kind.
  return new (values.constructor as new (memory: ArrayBuffer) => Values)(copy.buffer);
}
