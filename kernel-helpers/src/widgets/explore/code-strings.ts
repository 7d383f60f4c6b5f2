import type { WordsOfColumn } from './engine/plain-column';

/** Numbering so many strings takes about five milliseconds; then a cell gets its turn. */
const STRINGS_AT_ONCE = 100_000;
/** With more different strings, their bytes need less memory and time than numbers for them. */
const MOST_WORDS = 1 << 17;

/** Numbers the different strings. Undefined where too many are different, or where nobody wants it any more. */
export async function codeStrings(
  strings: readonly string[],
  isWanted: () => boolean,
): Promise<Pick<WordsOfColumn, 'words' | 'codes'> | undefined> {
  const known = new Map<string, number>();
  const codes = new Int32Array(strings.length);
  for (let from = 0; from < strings.length; from += STRINGS_AT_ONCE) {
    const to = Math.min(strings.length, from + STRINGS_AT_ONCE);
    for (let row = from; row < to; row += 1) {
      const text = strings[row];
      const code = known.get(text);
      codes[row] = code ?? known.size;
      if (code === undefined) known.set(text, known.size);
    }
    if (known.size > MOST_WORDS || !isWanted()) return undefined;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { words: [...known.keys()], codes };
}
