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
  return new KnownBits(values.length).number(values, nulls);
}

/** Floats that have codes. 0 and -0 are one value, and so are all NaN; null is a value too. */
export class KnownBits {
  /** Each slot holds a code and one, or 0. */
  readonly #slots: Int32Array;
  readonly #highs: Int32Array;
  readonly #lows: Int32Array;

  /** @param most how many values may get codes. */
  constructor(most: number) {
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(Math.max(2 * most, 16))));
    this.#highs = new Int32Array(most);
    this.#lows = new Int32Array(most);
  }

  /** Gives codes to the first values that are known. */
  number(values: Float64Array, nulls: Uint8Array | undefined): Codes {
    const [slots, highs, lows] = [this.#slots, this.#highs, this.#lows];
    const { length } = values;
    const halves = new Int32Array(values.buffer, values.byteOffset, length * 2);
    const mask = slots.length - 1;
    const codes = new Int32Array(length);
    const firstRows = new Int32Array(length);
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

  /** The codes of other values; -1 for one that has none. */
  find(values: Float64Array): Int32Array {
    const [slots, highs, lows] = [this.#slots, this.#highs, this.#lows];
    const { length } = values;
    const halves = new Int32Array(values.buffer, values.byteOffset, length * 2);
    const mask = slots.length - 1;
    const codes = new Int32Array(length);
    for (let row = 0; row < length; row += 1) {
      let low = halves[2 * row];
      let high = halves[2 * row + 1];
      if (values[row] === 0) high = 0;
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
      codes[row] = code;
    }
    return codes;
  }
}

function hashOf(low: number, high: number): number {
  let hash = Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca77);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}
