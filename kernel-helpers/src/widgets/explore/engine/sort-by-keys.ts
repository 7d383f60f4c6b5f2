const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;
const DIGIT_MASK = DIGITS - 1;

/**
 * Sorts row numbers by unsigned keys, the last array counting most; rows with equal keys stay in their order. A radix
 * sort from the last digit to the first: each pass reads and writes memory in order, except for its 2,048 places.
 * @param keys one value for each row number.
 * @param onPass is called between passes, and may throw to end the work.
 */
export function sortByKeys(keys: readonly Uint32Array[], rows: Int32Array, onPass: () => void = () => {}): Int32Array {
  let from = rows;
  for (const key of keys) from = sortByKey(key, from, onPass);
  return from === rows ? rows.slice() : from;
}

function sortByKey(key: Uint32Array, rows: Int32Array, onPass: () => void): Int32Array {
  const count = rows.length;
  let keys: Uint32Array = new Uint32Array(count);
  let [all, any] = [0xffffffff, 0];
  for (let at = 0; at < count; at += 1) {
    const value = key[rows[at]];
    keys[at] = value;
    all &= value;
    any |= value;
  }
  const differs = (all ^ any) >>> 0;
  let order = rows;
  let spareKeys: Uint32Array | undefined;
  let spareOrder: Int32Array | undefined;
  for (let shift = 0; shift < 32; shift += DIGIT_BITS) {
    // All rows have the same digit here.
    if (((differs >>> shift) & DIGIT_MASK) === 0) continue;
    onPass();
    const places = placesOf(keys, shift);
    const toKeys = spareKeys ?? new Uint32Array(count);
    const toOrder = spareOrder ?? new Int32Array(count);
    for (let at = 0; at < count; at += 1) {
      const value = keys[at];
      const place = places[(value >>> shift) & DIGIT_MASK]++;
      toKeys[place] = value;
      toOrder[place] = order[at];
    }
    spareKeys = keys;
    // The caller's rows are only read.
    spareOrder = order === rows ? undefined : order;
    keys = toKeys;
    order = toOrder;
  }
  return order;
}

/** Where the first row of each digit goes. */
function placesOf(keys: Uint32Array, shift: number): Uint32Array {
  const places = new Uint32Array(DIGITS);
  for (let at = 0; at < keys.length; at += 1) places[(keys[at] >>> shift) & DIGIT_MASK] += 1;
  let place = 0;
  for (let digit = 0; digit < DIGITS; digit += 1) {
    const many = places[digit];
    places[digit] = place;
    place += many;
  }
  return places;
}
