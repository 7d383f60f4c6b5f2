/** Whole numbers of 64 bits or more in the memory of a file: words of 32 bits, those of a value from the lowest on. */
export interface WholeWords {
  readonly words: Int32Array;
  /** 2 for 64 bits, 4 for 128 bits. */
  readonly wordsAValue: number;
  readonly isUnsigned?: boolean;
}

const WORD = 2 ** 32;
const MAX_NUMBER = 1e15 - 1;
const MILLISECONDS_A_SECOND = 1000;

export function wordsOf(values: BigInt64Array | BigUint64Array): WholeWords {
  return {
    words: new Int32Array(values.buffer, values.byteOffset, 2 * values.length),
    wordsAValue: 2,
    isUnsigned: values instanceof BigUint64Array,
  };
}

/**
 * Whole numbers divided by `power`, NaN where the value is null. Undefined where some value has more than 15 digits, so
 * that numbers do not hold it for sure.
 */
export function numbersOfWords(
  pieces: readonly WholeWords[],
  length: number,
  nulls: Uint8Array | undefined,
  power = 1,
): Float64Array | undefined {
  const numbers = new Float64Array(length);
  let row = 0;
  for (const { words, wordsAValue, isUnsigned = false } of pieces) {
    for (let at = 0; at < words.length; at += wordsAValue, row += 1) {
      if (nulls !== undefined && nulls[row] === 1) {
        numbers[row] = Number.NaN;
        continue;
      }
      const high = words[at + 1];
      const value = (isUnsigned ? high >>> 0 : high) * WORD + (words[at] >>> 0);
      if (value > MAX_NUMBER || value < -MAX_NUMBER) return undefined;
      for (let more = 2; more < wordsAValue; more += 1) if (words[at + more] !== high >> 31) return undefined;
      numbers[row] = value / power;
    }
  }
  return numbers;
}

export interface PointsInTime {
  /** 0 where the value is null. */
  readonly milliseconds: Float64Array;
  /** Undefined where all are 0. */
  readonly nanoseconds: Int32Array | undefined;
}

/** Points in time that are whole numbers of a unit. Every step is exact: no number here has more than 53 bits. */
export function timesOfWords(
  pieces: readonly WholeWords[],
  length: number,
  nulls: Uint8Array | undefined,
  nanosecondsAUnit: number,
): PointsInTime {
  const milliseconds = new Float64Array(length);
  const nanoseconds = new Int32Array(length);
  const unitsAMillisecond = Math.max(1, 1_000_000 / nanosecondsAUnit);
  const millisecondsAUnit = nanosecondsAUnit > 1_000_000 ? MILLISECONDS_A_SECOND : 1;
  let isFine = false;
  let row = 0;
  for (const { words } of pieces) {
    for (let at = 0; at < words.length; at += 2, row += 1) {
      if (nulls !== undefined && nulls[row] === 1) continue;
      const high = words[at + 1];
      const highWhole = Math.floor(high / unitsAMillisecond);
      const low = (high - highWhole * unitsAMillisecond) * WORD + (words[at] >>> 0);
      const lowWhole = Math.floor(low / unitsAMillisecond);
      const rest = low - lowWhole * unitsAMillisecond;
      milliseconds[row] = (highWhole * WORD + lowWhole) * millisecondsAUnit;
      if (rest === 0) continue;
      nanoseconds[row] = rest * nanosecondsAUnit;
      isFine = true;
    }
  }
  return { milliseconds, nanoseconds: isFine ? nanoseconds : undefined };
}
