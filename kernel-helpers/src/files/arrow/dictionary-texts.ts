import type { Batch } from '@uwdata/flechette';
import { UserError } from '../../errors';
import { Texts } from '../../values/texts';

interface ReadTexts {
  readonly texts: Texts;
  readonly nulls: Uint8Array | undefined;
}

interface OfDictionary {
  /** The words of the dictionary, null for its nulls. */
  readonly cache: ArrayLike<unknown>;
}

/**
 * Texts that a file has as numbers of words. Each batch may have a dictionary of its own, in which words may be there more
 * than once. Undefined for a batch whose numbers have 64 bits.
 */
export function dictionaryTexts(
  batches: readonly Batch<unknown>[],
  nulls: Uint8Array | undefined,
): ReadTexts | undefined {
  const words = new Words();
  const codes = new Int32Array(batches.reduce((sum, { length }) => sum + length, 0));
  let all = nulls;
  let first = 0;
  for (const batch of batches) {
    const { values: keys, length } = batch;
    if (!hasDictionary(batch) || keys instanceof BigInt64Array || keys instanceof BigUint64Array) return undefined;
    const known = words.codesOf(batch.cache);
    for (let row = 0; row < length; row += 1) {
      if (nulls?.[first + row] === 1) {
        codes[first + row] = words.empty;
        continue;
      }
      const key = keys[row];
      const code = known[key];
      if (code === undefined) {
        throw new UserError(`A dictionary of the file has no entry ${key}, which row ${first + row + 1} asks for.`);
      }
      codes[first + row] = code < 0 ? words.empty : code;
      if (code >= 0) continue;
      if (all === undefined || all === nulls) all = nulls === undefined ? new Uint8Array(codes.length) : nulls.slice();
      all[first + row] = 1;
    }
    first += length;
  }
  return { texts: Texts.ofWords({ words: words.all, codes }), nulls: all };
}

function hasDictionary(batch: Batch<unknown>): batch is Batch<unknown> & OfDictionary {
  return 'cache' in batch && batch.cache !== undefined;
}

/** Different words, each with its number. */
class Words {
  readonly all: string[] = [];
  readonly #known = new Map<string, number>();
  readonly #dictionaries = new Map<ArrayLike<unknown>, Int32Array>();

  /** The number of the empty text, which stands where a row is null. */
  get empty(): number {
    return this.#code('');
  }

  /** The number of each word of a dictionary, -1 for null. */
  codesOf(dictionary: ArrayLike<unknown>): Int32Array {
    let codes = this.#dictionaries.get(dictionary);
    if (codes === undefined) {
      codes = Int32Array.from(dictionary, (word) => (typeof word === 'string' ? this.#code(word) : -1));
      this.#dictionaries.set(dictionary, codes);
    }
    return codes;
  }

  #code(word: string): number {
    const known = this.#known.get(word);
    if (known !== undefined) return known;
    const code = this.all.push(word) - 1;
    this.#known.set(word, code);
    return code;
  }
}
