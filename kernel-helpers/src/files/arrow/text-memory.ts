import type { Batch } from '@uwdata/flechette';
import type { TextPart } from '../../values/text-part';

const BYTES_A_VIEW = 16;
/** A text of so many bytes lies in its view. */
const LONGEST_INSIDE = 12;

/** The texts of a batch as UTF-8 where it lies in the file; undefined for a batch of other values, or of too many bytes. */
export function textPart(batch: Batch<unknown>): TextPart | undefined {
  const { values, offsets, length } = batch;
  if (!(values instanceof Uint8Array)) return undefined;
  if (isOfViews(batch)) return partOfViews(values, batch.data, length);
  if (offsets instanceof Int32Array) {
    return { bytes: values, offsets: new Uint32Array(offsets.buffer, offsets.byteOffset, length + 1) };
  }
  if (!(offsets instanceof BigInt64Array) || values.length >= 2 ** 32) return undefined;
  const words = new Uint32Array(offsets.buffer, offsets.byteOffset, 2 * (length + 1));
  return { bytes: values, offsets: Uint32Array.from({ length: length + 1 }, (_, row) => words[2 * row]) };
}

function isOfViews(batch: Batch<unknown>): batch is Batch<unknown> & { readonly data: readonly Uint8Array[] } {
  return 'data' in batch && Array.isArray(batch.data);
}

/** Each text has a view: its length, and then the text itself, or its first bytes, its buffer and its place there. */
function partOfViews(views: Uint8Array, buffers: readonly Uint8Array[], length: number): TextPart | undefined {
  const view = new DataView(views.buffer, views.byteOffset, length * BYTES_A_VIEW);
  const offsets = new Uint32Array(length + 1);
  let end = 0;
  for (let row = 0; row < length; row += 1) {
    end += view.getUint32(row * BYTES_A_VIEW, true);
    offsets[row + 1] = end;
  }
  if (end >= 2 ** 32) return undefined;
  const bytes = new Uint8Array(end);
  for (let row = 0; row < length; row += 1) {
    const at = row * BYTES_A_VIEW;
    const size = view.getUint32(at, true);
    const isInside = size <= LONGEST_INSIDE;
    const from = isInside ? at + 4 : view.getUint32(at + 12, true);
    const source = isInside ? views : buffers[view.getUint32(at + 8, true)];
    let to = offsets[row];
    if (size > 2 * LONGEST_INSIDE) bytes.set(source.subarray(from, from + size), to);
    else for (let byte = from; byte < from + size; byte += 1) bytes[to++] = source[byte];
  }
  return { bytes, offsets };
}
