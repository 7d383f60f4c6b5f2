import type { TextColumn } from '../../table/table';
import type { Texts } from '../../values/texts';

const LENGTH_BYTES = 4;
/** Shorter texts are copied byte by byte, which takes less time than a call. */
const SHORT = 40;

/** Texts in Parquet's PLAIN encoding, the length before each. Bytes that came from Snowflake never become strings. */
export function plainTexts(texts: Texts, nulls: Uint8Array | undefined): Uint8Array {
  const parts = texts.parts();
  return parts === undefined ? plainStrings(texts.strings, nulls) : plainParts(parts, nulls);
}

function plainParts(parts: ReturnType<Texts['parts']> & object, nulls: Uint8Array | undefined): Uint8Array {
  let size = 0;
  for (const { offsets } of parts)
    size += offsets[offsets.length - 1] - offsets[0] + LENGTH_BYTES * (offsets.length - 1);
  const plain = new Uint8Array(size);
  const view = new DataView(plain.buffer);
  let row = 0;
  let end = 0;
  for (const { bytes, offsets } of parts) {
    for (let place = 0; place + 1 < offsets.length; place += 1, row += 1) {
      if (nulls?.[row] === 1) continue;
      const from = offsets[place];
      const to = offsets[place + 1];
      view.setUint32(end, to - from, true);
      end += LENGTH_BYTES;
      if (to - from < SHORT) for (let at = from; at < to; at += 1) plain[end++] = bytes[at];
      else {
        plain.set(bytes.subarray(from, to), end);
        end += to - from;
      }
    }
  }
  return plain.subarray(0, end);
}

function plainStrings(strings: readonly string[], nulls: Uint8Array | undefined): Uint8Array {
  const kept = nulls === undefined ? strings : strings.filter((_, row) => nulls[row] !== 1);
  let most = 0;
  // A UTF-16 unit takes at most three bytes of UTF-8.
  for (const { length } of kept) most += LENGTH_BYTES + 3 * length;
  const plain = Buffer.allocUnsafe(most);
  let end = 0;
  for (const text of kept) {
    const length = plain.write(text, end + LENGTH_BYTES);
    plain.writeUInt32LE(length, end);
    end += LENGTH_BYTES + length;
  }
  return plain.subarray(0, end);
}

/** The bytes that hexadecimal digits stand for, the length before each. */
export function plainBinaries({ values, nulls }: TextColumn): Uint8Array {
  const pieces = values.flatMap((text, row) => {
    if (nulls?.[row] === 1) return [];
    const bytes = Buffer.from(text, 'hex');
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt32LE(bytes.length);
    return [length, bytes];
  });
  return Buffer.concat(pieces);
}
