/** Arrow's Decimal128: two words of 64 bits a value, the lower one first. */
const WORDS_A_VALUE = 2;
const WORD_BITS = 64n;

/** Decimals as Arrow stores them, from their digits without the point. */
export function decimalWords(unscaled: readonly bigint[]): Uint32Array {
  const words = new BigInt64Array(unscaled.length * WORDS_A_VALUE);
  unscaled.forEach((value, row) => {
    words[row * WORDS_A_VALUE] = BigInt.asIntN(64, value);
    words[row * WORDS_A_VALUE + 1] = value >> WORD_BITS;
  });
  return new Uint32Array(words.buffer);
}
