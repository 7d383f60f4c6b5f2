import { BadRequest } from '../bad-request';

/** Rows in one array, one after another; NaN is a missing value. */
export interface FeatureRows {
  readonly values: Float32Array;
  readonly rowCount: number;
}

/** What a model takes. */
export interface ModelInput {
  /** Number of features in a row. */
  readonly featureCount: number;
  /** Their names, in order; empty if the model file does not name them. */
  readonly features: readonly string[];
  readonly target?: string;
  /** For each feature the words that the model knows and their numbers; undefined where it takes numbers. */
  readonly words: readonly (ReadonlyMap<string, number> | undefined)[];
}

/** A cell that is a text: a number in other than plain digits, a word of a category, or nothing for a missing value. */
export function readCell(text: string, words: ReadonlyMap<string, number> | undefined): number | undefined {
  const word = words?.get(text);
  if (word !== undefined) return word;
  if (text === '' || /^nan$/i.test(text)) return Number.NaN;
  if (words !== undefined) return undefined;
  const value = Number(text);
  return Number.isNaN(value) ? undefined : value;
}

/** What a cell could have been, to follow "is not". */
export function cellWords(words: ReadonlyMap<string, number> | undefined): string {
  if (words === undefined) return 'a number';
  const known = Array.from(words.keys(), (word) => JSON.stringify(word));
  const more = known.length > 20 ? `, … (${known.length} in all)` : '';
  return `one of the words that the model knows: ${known.slice(0, 20).join(', ')}${more}`;
}

export function noRows(): BadRequest {
  return new BadRequest('The request holds no rows.', { advice: 'Send at least one.' });
}

/** `row` counts from 0. */
export function wrongWidth(
  given: number,
  row: number,
  { featureCount, features, target }: ModelInput,
  named?: Int32Array,
): BadRequest {
  if (named !== undefined) {
    return new BadRequest(`Row ${row + 1} has ${given} values, but the first line names ${named.length}.`);
  }
  const order = features.length > 0 ? ` in this order: ${features.join(', ')}` : '';
  return new BadRequest(`Row ${row + 1} has ${given} values, but the model wants ${featureCount} features${order}.`, {
    ...(given === featureCount + 1 && target !== undefined && { advice: `Leave out the target ${target}.` }),
  });
}
