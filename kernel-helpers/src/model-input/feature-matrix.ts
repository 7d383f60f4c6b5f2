import { UserError } from '../errors';
import { findName, findNames, isAlike } from '../find-names';
import { asTabular, type TabularColumn } from '../render/tabular';
import type { ModelCategories } from '../training-contract/index';
import { Decimal, nearestNumber } from '../values/decimal';

/** What a model can be asked about: a Table, a DataFrame, an array of objects, or rows of numbers. */
export type FeatureData = object;

/** Values by column, with NaN for a missing value. */
export interface FeatureMatrix {
  readonly rowCount: number;
  readonly columns: readonly (Float64Array | CategoryColumn)[];
  /** Remarks for the user about columns that were left out or taken in their order. */
  readonly remarks: readonly string[];
}

/** A column of texts as a model takes it. */
export interface CategoryColumn {
  /** The texts that the model knows. */
  readonly words: readonly string[];
  /** For each row the place of its text among them. */
  readonly places: Float64Array;
}

/** What is known of a model's columns. */
export interface ModelColumns {
  /** The column that the model predicts. */
  readonly target?: string;
  /** The features, in the order in which the model takes them. */
  readonly features?: readonly string[];
  /** The texts of each feature that is a text. */
  readonly categories?: ModelCategories;
  /** Names of the classes that the model tells apart, by their numbers. */
  readonly classes?: readonly string[];
}

/**
 * Reads features as numbers, in the order in which the model takes them: by name if its names are known, otherwise
 * every column but the target, as they come. Throws a UserError for missing features and values that are not numbers.
 */
export function featureMatrix(data: FeatureData, model: ModelColumns = {}): FeatureMatrix {
  const matrix = readMatrix(data, model);
  if (matrix.rowCount === 0) throw new UserError('There are no rows to predict. Pass at least one.');
  return matrix;
}

function readMatrix(data: FeatureData, model: ModelColumns): FeatureMatrix {
  if (Array.isArray(data) && data.every((row) => isRowOfNumbers(row))) return fromRows(data, model);
  const table = asTabular(data);
  if (table === undefined) {
    throw new UserError('predict() takes a Table, a DataFrame, an array of objects, or rows of numbers.');
  }
  const { chosen, remarks } = chooseFeatures(table.columns, model);
  const columns = chosen.map((column, index) => {
    const words = model.features === undefined ? undefined : wordsOf(model.categories, model.features[index]);
    return words === undefined ? readColumn(column, table.rowCount) : readWords(column, words, table.rowCount);
  });
  return { rowCount: table.rowCount, columns, remarks };
}

interface Choice {
  readonly chosen: readonly TabularColumn[];
  readonly remarks: readonly string[];
}

/** Columns in the wrong order give wrong predictions without an error, so names decide if they are known. */
function chooseFeatures(columns: readonly TabularColumn[], { target, features }: ModelColumns): Choice {
  const names = columns.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) throw new UserError(`Two columns are named ${twice}: give one of them another name.`);
  if (features === undefined) {
    const left = target === undefined ? undefined : findName(target, names);
    const chosen = columns.filter(({ name }) => name !== left);
    const order = chosen.map(({ name }) => name).join(', ');
    return {
      chosen,
      remarks: [`The model does not name its features: the columns were taken in their own order, ${order}.`],
    };
  }
  const found = findNames(features, names);
  const missing = features.filter((_, index) => found[index] === undefined);
  if (missing.length > 0) {
    throw new UserError(
      `The data lack ${missing.join(', ')}. The model takes ${features.join(', ')}; the data hold ${names.join(', ')}.`,
    );
  }
  const unknown = names.filter((name) => !found.includes(name) && !(target !== undefined && isAlike(name, target)));
  return {
    chosen: found.flatMap((name) => columns.filter((column) => column.name === name)),
    remarks:
      unknown.length === 0
        ? []
        : [`The prediction leaves out columns that the model does not know: ${unknown.join(', ')}.`],
  };
}

function isRowOfNumbers(row: unknown): row is ArrayLike<number> {
  const isRow = Array.isArray(row) || (ArrayBuffer.isView(row) && !(row instanceof DataView));
  return isRow && Array.from(row as ArrayLike<unknown>).every((value) => typeof value === 'number');
}

function fromRows(rows: readonly ArrayLike<number>[], model: ModelColumns): FeatureMatrix {
  const width = rows[0]?.length ?? 0;
  const ragged = rows.findIndex((row) => row.length !== width);
  if (ragged !== -1) {
    throw new UserError(`Row ${ragged} has ${rows[ragged].length} numbers where the first row has ${width}.`);
  }
  if (rows.length > 0) checkWidth(width, model);
  const columns = Array.from({ length: width }, (_, column) => Float64Array.from(rows, (row) => row[column]));
  return { rowCount: rows.length, columns, remarks: [] };
}

/** Some images take a row that is too short, and predict as if its last values were missing. */
function checkWidth(width: number, { features, target }: ModelColumns): void {
  if (features === undefined || width === features.length) return;
  const hint = width === features.length + 1 && target !== undefined ? ` Leave out the target ${target}.` : '';
  throw new UserError(
    `The rows have ${width} numbers, but the model wants ${features.length} features in this order: ${features.join(', ')}.${hint}`,
  );
}

function readColumn(column: TabularColumn, rowCount: number): Float64Array {
  return Float64Array.from({ length: rowCount }, (_, row) => readNumber(column.valueAt(row), column.name, row));
}

function wordsOf(categories: ModelCategories | undefined, feature: string): readonly string[] | undefined {
  return categories !== undefined && Object.hasOwn(categories, feature) ? categories[feature] : undefined;
}

function readWords(column: TabularColumn, words: readonly string[], rowCount: number): CategoryColumn {
  const known = new Map(words.map((word, place) => [word, place]));
  const places = Float64Array.from({ length: rowCount }, (_, row) => {
    const value = column.valueAt(row);
    if (value === null) return Number.NaN;
    const place = typeof value === 'string' ? known.get(value) : undefined;
    if (place !== undefined) return place;
    const more = words.length > 20 ? `, … (${words.length} in all)` : '';
    throw new UserError(
      `Column ${column.name} holds ${JSON.stringify(value) ?? String(value)} in row ${row}, but the model knows only the texts ${words.slice(0, 20).join(', ')}${more}. Write null for a text that it does not know.`,
      { facts: { column: column.name } },
    );
  });
  return { words, places };
}

function readNumber(value: unknown, column: string, row: number): number {
  if (value === undefined) {
    throw new UserError(`Column ${column} has no value in row ${row}. Write null for a missing value.`, {
      facts: { column },
    });
  }
  const isNumeric = typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean';
  if (isNumeric || value === null || value instanceof Decimal) return nearestNumber(value);
  throw new UserError(
    `Column ${column} holds ${JSON.stringify(value) ?? String(value)} in row ${row}, and a model takes numbers only. Leave the column out, or encode it as numbers.`,
    { facts: { column } },
  );
}
