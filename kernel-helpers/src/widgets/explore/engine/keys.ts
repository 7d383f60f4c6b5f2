import type { PlainColumn, WholesOfColumn } from './plain-column';
import { codeTexts, type Words, wordsOf } from './words';

/** A column as the engine compares, counts and sorts it. */
export type Keys = NumberKeys | CodedKeys;

export interface NumberKeys {
  readonly kind: 'numbers';
  /** NaN where the value is missing, and where it is NaN. */
  readonly values: Float64Array | Int32Array;
  /** Tells apart values that are equal as 64-bit numbers: nanoseconds, or the last digits of long numbers. */
  readonly rest?: Float64Array;
  readonly nulls?: Uint8Array;
}

/** Texts and booleans: equal values have equal codes. */
export interface CodedKeys {
  readonly kind: 'coded';
  readonly codes: Uint32Array | Int32Array;
  readonly words: Words;
  readonly nulls?: Uint8Array;
}

/** @param onStep is called after some ten thousand texts, and may throw to end the work. */
export function keysOf(column: PlainColumn, onStep: () => void = () => {}): Keys {
  const nulls = column.nulls === undefined ? {} : { nulls: column.nulls };
  switch (column.kind) {
    case 'numbers':
      return { kind: 'numbers', values: column.values, ...nulls };
    case 'times': {
      const { values, nanoseconds } = column;
      const rest = nanoseconds === undefined ? {} : { rest: Float64Array.from(nanoseconds) };
      return { kind: 'numbers', values, ...rest, ...nulls };
    }
    case 'wholes':
      return { kind: 'numbers', ...splitWholes(column), ...nulls };
    case 'flags':
      return { kind: 'coded', codes: Uint32Array.from(column.values), words: wordsOf(['false', 'true']), ...nulls };
    case 'texts':
      return { kind: 'coded', ...codeTexts(column.parts, onStep), ...nulls };
    case 'words':
      return { kind: 'coded', codes: column.codes, words: wordsOf(column.words), ...nulls };
  }
}

/** The nearest 64-bit number, and what is left: together they keep the order of numbers of up to 31 digits. */
function splitWholes({ values, unit }: WholesOfColumn): { readonly values: Float64Array; readonly rest: Float64Array } {
  const nearest = new Float64Array(values.length);
  const rest = new Float64Array(values.length);
  for (let row = 0; row < values.length; row += 1) {
    const rounded = Number(values[row]);
    nearest[row] = rounded / unit;
    rest[row] = Number(values[row] - BigInt(rounded));
  }
  return { values: nearest, rest };
}
