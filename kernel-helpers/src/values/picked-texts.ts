import type { TextPart } from './text-part';

/** Offsets of a part are of 32 bits, so a part holds fewer bytes than this. */
const MOST_BYTES = 2 ** 32 - 1;
/** From this length on, a call that copies bytes is faster than a loop. */
const LONG_TEXT = 48;
const BYTES_AT_ONCE = 4;

/** Copies the bytes of the texts of these rows, in their order; a negative number stands for an empty text. */
export function pickedTexts(parts: readonly TextPart[], rows: Int32Array): readonly TextPart[] {
  const firstRows = firstRowsOf(parts);
  const made: TextPart[] = [];
  let from = 0;
  while (from < rows.length) {
    const { to, size } = rowsThatFit(parts, firstRows, rows, from);
    made.push(copied(parts, firstRows, rows.subarray(from, to), size));
    from = to;
  }
  return made;
}

function firstRowsOf(parts: readonly TextPart[]): Int32Array {
  const firstRows = new Int32Array(parts.length + 1);
  parts.forEach(({ offsets }, index) => {
    firstRows[index + 1] = firstRows[index] + offsets.length - 1;
  });
  return firstRows;
}

function rowsThatFit(
  parts: readonly TextPart[],
  firstRows: Int32Array,
  rows: Int32Array,
  from: number,
): { readonly to: number; readonly size: number } {
  let size = 0;
  let part = 0;
  for (let place = from; place < rows.length; place += 1) {
    const row = rows[place];
    if (row < 0) continue;
    if (row < firstRows[part] || row >= firstRows[part + 1]) part = partOf(firstRows, row);
    const { offsets } = parts[part];
    const index = row - firstRows[part];
    const length = offsets[index + 1] - offsets[index];
    if (size + length > MOST_BYTES) return { to: place, size };
    size += length;
  }
  return { to: rows.length, size };
}

function copied(parts: readonly TextPart[], firstRows: Int32Array, rows: Int32Array, size: number): TextPart {
  const target = targetOf(size);
  const sources = parts.map(({ bytes }) => new DataView(bytes.buffer, bytes.byteOffset, bytes.length));
  const offsets = new Uint32Array(rows.length + 1);
  for (let place = 0; place < rows.length; ) {
    const row = rows[place];
    if (row < 0) {
      offsets[place + 1] = offsets[place];
      place += 1;
    } else {
      const part = partOf(firstRows, row);
      place = copyOfPart(parts[part], sources[part], firstRows[part], rows, place, target, offsets);
    }
  }
  return { bytes: target.bytes.subarray(0, size), offsets };
}

/** Memory that texts are copied to, to be written in two ways. */
interface Target {
  readonly view: DataView;
  readonly bytes: Uint8Array;
}

function targetOf(size: number): Target {
  const memory = new ArrayBuffer(size + BYTES_AT_ONCE);
  return { view: new DataView(memory), bytes: new Uint8Array(memory) };
}

/** Copies texts as long as the rows are of one part; gives the place of the first row that is not. */
function copyOfPart(
  { bytes, offsets: ends }: TextPart,
  source: DataView,
  firstRow: number,
  rows: Int32Array,
  first: number,
  { view, bytes: all }: Target,
  offsets: Uint32Array,
): number {
  const count = ends.length - 1;
  // Four bytes at once may be up to three bytes too many: the next text is written over them.
  const lastQuick = bytes.length - BYTES_AT_ONCE;
  let place = first;
  let end = offsets[first];
  for (; place < rows.length; place += 1) {
    const index = rows[place] - firstRow;
    if (index < 0 || index >= count) break;
    const from = ends[index];
    const to = ends[index + 1];
    if (to - from >= LONG_TEXT) all.set(bytes.subarray(from, to), end);
    else if (to <= lastQuick) {
      for (let at = from, into = end; at < to; at += BYTES_AT_ONCE, into += BYTES_AT_ONCE) {
        view.setInt32(into, source.getInt32(at, true), true);
      }
    } else for (let at = from, into = end; at < to; at += 1, into += 1) view.setUint8(into, source.getUint8(at));
    end += to - from;
    offsets[place + 1] = end;
  }
  return place;
}

function partOf(firstRows: Int32Array, row: number): number {
  let low = 0;
  let high = firstRows.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (firstRows[middle] <= row) low = middle;
    else high = middle - 1;
  }
  return low;
}
