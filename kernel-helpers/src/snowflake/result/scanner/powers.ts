/** Exponents of five that a double can need (Lemire 2021, section 5). */
const LOWEST = -342;
const HIGHEST = 308;

/**
 * The most significant 128 bits of the powers of five from 5^-342 to 5^308, each as its upper and its lower 64 bits: the
 * table of Eisel-Lemire. Powers that are not exact are cut off, negative ones rounded up.
 */
export function powersOfFive(): BigUint64Array {
  const table = new BigUint64Array(2 * (HIGHEST - LOWEST + 1));
  for (let exponent = LOWEST; exponent <= HIGHEST; exponent += 1) {
    const bits = exponent < 0 ? negativePower(5n ** BigInt(-exponent)) : positivePower(5n ** BigInt(exponent));
    table[2 * (exponent - LOWEST)] = bits >> 64n;
    table[2 * (exponent - LOWEST) + 1] = BigInt.asUintN(64, bits);
  }
  return table;
}

/** Powers of ten that a double holds exactly. */
export function powersOfTen(): Float64Array {
  return Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));
}

function positivePower(power: bigint): bigint {
  const length = bitLength(power);
  return length <= 128 ? power << BigInt(128 - length) : power >> BigInt(length - 128);
}

/** The reciprocal, rounded up. */
function negativePower(power: bigint): bigint {
  const quotient = (1n << BigInt(2 * bitLength(power) + 128)) / power + 1n;
  return quotient >> BigInt(bitLength(quotient) - 128);
}

function bitLength(value: bigint): number {
  const digits = value.toString(16);
  return 4 * digits.length - Math.clz32(Number.parseInt(digits[0], 16)) + 28;
}
