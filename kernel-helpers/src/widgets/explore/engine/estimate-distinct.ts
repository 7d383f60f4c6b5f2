/** So many different values are counted exactly; more of them are estimated. */
const MOST_COUNTED = 1 << 15;
/** Some milliseconds of work. */
const ROWS_A_STEP = 1 << 19;
const REGISTER_BITS = 14;
const REGISTERS = 1 << REGISTER_BITS;

/**
 * How many different numbers there are. HyperLogLog for many (Flajolet et al. 2007, with 16,384 registers: a standard
 * error of 0.8 percent), because a set of ten million numbers needs a second and 300 MB.
 */
export function estimateDistinct(
  values: Float64Array | Int32Array,
  nulls: Uint8Array | undefined,
  onStep: () => void,
): { readonly distinct: number; readonly isExact: boolean } {
  const counted = new Set<number>();
  let row = 0;
  for (; row < values.length && counted.size <= MOST_COUNTED; row += 1) {
    if (nulls?.[row] !== 1 && !Number.isNaN(values[row])) counted.add(values[row]);
  }
  if (counted.size <= MOST_COUNTED) return { distinct: counted.size, isExact: true };
  const registers = new Uint8Array(REGISTERS);
  for (const value of counted) register(registers, hashOf(value));
  for (; row < values.length; row += 1) {
    if (row % ROWS_A_STEP === 0) onStep();
    if (nulls?.[row] !== 1 && !Number.isNaN(values[row])) register(registers, hashOf(values[row]));
  }
  return { distinct: Math.round(estimate(registers)), isExact: false };
}

function register(registers: Uint8Array, hash: number): void {
  const index = hash >>> (32 - REGISTER_BITS);
  const rank = Math.clz32(hash << REGISTER_BITS) + 1;
  if (rank > registers[index]) registers[index] = Math.min(rank, 32 - REGISTER_BITS + 1);
}

function estimate(registers: Uint8Array): number {
  let sum = 0;
  for (const rank of registers) sum += 2 ** -rank;
  const raw = ((0.7213 / (1 + 1.079 / REGISTERS)) * REGISTERS * REGISTERS) / sum;
  // A hash has 32 bits: among many values some share one.
  return raw <= 2 ** 32 / 30 ? raw : -(2 ** 32) * Math.log(1 - raw / 2 ** 32);
}

const bits = new Float64Array(1);
const halves = new Uint32Array(bits.buffer);

/** The finalizer of MurmurHash3 over both halves of the number. */
function hashOf(value: number): number {
  // 0 and -0 are one number.
  bits[0] = value + 0;
  let hash = Math.imul(halves[0], 0x9e3779b1) ^ halves[1];
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
