// AssemblyScript. The texts of a column, copied together as UTF-8.
import { ESCAPED, partsOf, valuesOf } from './memory';

/**
 * Copies the texts of `rows` rows from the input to `out`, without their escapes, and writes the `rows + 1` places of
 * their beginnings and the last end to `offsets`. Returns the end, or -1 for an unknown escape.
 * May write up to 16 bytes more than the texts have.
 */
export function gatherTexts(column: usize, firstRow: i32, rows: i32, out: usize, offsets: usize): i32 {
  const starts = valuesOf(column) + ((<usize>firstRow) << 2);
  const lengths = partsOf(column) + ((<usize>firstRow) << 2);
  let end = out;
  store<u32>(offsets, 0);
  for (let row: usize = 0; row < <usize>rows; row++) {
    const length = load<u32>(lengths + (row << 2));
    if (length != 0) {
      const start = <usize>load<u32>(starts + (row << 2));
      if (length & ESCAPED) {
        end = unescape(start, start + (length & ~ESCAPED), end);
        if (end == 0) return -1;
      } else {
        for (let done: usize = 0; done < length; done += 16) v128.store(end + done, v128.load(start + done));
        end += length;
      }
    }
    store<u32>(offsets + ((row + 1) << 2), <u32>(end - out));
  }
  return <i32>(end - out);
}

/** Writes a text without its JSON escapes. Returns its end, or 0 for an escape that JSON does not have. */
function unescape(start: usize, end: usize, out: usize): usize {
  let p = start;
  let q = out;
  while (p < end) {
    let byte = <u32>load<u8>(p++);
    if (byte != 92) {
      store<u8>(q++, byte);
      continue;
    }
    byte = load<u8>(p++);
    if (byte == 117) {
      if (p + 4 > end) return 0;
      let code = fourHexDigits(p);
      if (code < 0) return 0;
      p += 4;
      if (code >= 0xd800 && code < 0xe000) {
        let second: i32 = 0;
        if (code < 0xdc00 && p + 6 <= end && load<u16>(p) == 0x755c) second = fourHexDigits(p + 2);
        if (second >= 0xdc00 && second < 0xe000) {
          p += 6;
          code = 0x10000 + ((code - 0xd800) << 10) + (second - 0xdc00);
        } else code = 0xfffd;
      }
      q = storeUtf8(q, code);
      continue;
    }
    const plain = escapedByte(byte);
    if (plain == 0) return 0;
    store<u8>(q++, plain);
  }
  return q;
}

// @ts-expect-error: decorator
@inline function escapedByte(letter: u32): u32 {
  switch (letter) {
    case 34:
    case 47:
    case 92:
      return letter;
    case 98:
      return 8;
    case 102:
      return 12;
    case 110:
      return 10;
    case 114:
      return 13;
    case 116:
      return 9;
    default:
      return 0;
  }
}

function storeUtf8(out: usize, code: i32): usize {
  if (code < 0x80) {
    store<u8>(out, code);
    return out + 1;
  }
  if (code < 0x800) {
    store<u8>(out, 0xc0 | (code >> 6));
    store<u8>(out, 0x80 | (code & 63), 1);
    return out + 2;
  }
  if (code < 0x10000) {
    store<u8>(out, 0xe0 | (code >> 12));
    store<u8>(out, 0x80 | ((code >> 6) & 63), 1);
    store<u8>(out, 0x80 | (code & 63), 2);
    return out + 3;
  }
  store<u8>(out, 0xf0 | (code >> 18));
  store<u8>(out, 0x80 | ((code >> 12) & 63), 1);
  store<u8>(out, 0x80 | ((code >> 6) & 63), 2);
  store<u8>(out, 0x80 | (code & 63), 3);
  return out + 4;
}

/** -1 if one of the four is no hexadecimal digit. */
function fourHexDigits(start: usize): i32 {
  let code: i32 = 0;
  for (let p = start; p < start + 4; p++) {
    const byte = <i32>load<u8>(p);
    let digit = byte - 48;
    if (digit < 0) return -1;
    if (digit > 9) {
      digit = (byte | 32) - 87;
      if (digit < 10 || digit > 15) return -1;
    }
    code = (code << 4) | digit;
  }
  return code;
}
