/** The codes of values, and the first row that holds each; see ValueCodes. */
interface Codes {
  readonly codes: Int32Array;
  readonly firstRows: Int32Array;
}

const NAN_HIGH = 0x7ff80000;
const NULL_HIGH = 0x7ff80001;

/**
 * Numbers floats by their bits, in a hash table with open addressing. A Map would make an object for each float, and is
 * ten times slower.
 */
export function codesOfBits(values: Float64Array, nulls: Uint8Array | undefined): Codes {
  const { length } = values;
  const halves = new Int32Array(values.buffer, values.byteOffset, length * 2);
  const mask = 2 ** Math.ceil(Math.log2(Math.max(2 * length, 16))) - 1;
  // Each slot holds a code and one, or 0.
  const slots = new Int32Array(mask + 1);
  const codes = new Int32Array(length);
  const firstRows = new Int32Array(length);
  const highs = new Int32Array(length);
  const lows = new Int32Array(length);
  let count = 0;
  for (let row = 0; row < length; row += 1) {
    let low = halves[2 * row];
    let high = halves[2 * row + 1];
    if (nulls !== undefined && nulls[row] === 1) {
      low = 0;
      high = NULL_HIGH;
    } else if (values[row] === 0) high = 0;
    else if (Number.isNaN(values[row])) {
      low = 0;
      high = NAN_HIGH;
    }
    let slot = hashOf(low, high) & mask;
    let code = slots[slot] - 1;
    while (code !== -1 && (lows[code] !== low || highs[code] !== high)) {
      slot = (slot + 1) & mask;
      code = slots[slot] - 1;
    }
    if (code === -1) {
      code = count;
      count += 1;
      slots[slot] = count;
      firstRows[code] = row;
      lows[code] = low;
      highs[code] = high;
    }
    codes[row] = code;
  }
  return { codes, firstRows: firstRows.slice(0, count) };
}

function hashOf(low: number, high: number): number {
  let hash = Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca77);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}
