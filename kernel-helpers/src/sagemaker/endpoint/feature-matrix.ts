import { asTabular, type TabularColumn } from '../../display/tabular';
import { UserError } from '../../errors';
import { Decimal, nearestNumber } from '../../values/decimal';

/** What an endpoint can be asked about: a Table, a DataFrame, an array of objects, or rows of numbers. */
export type FeatureData = object;

/** Numbers by column; a missing value is NaN. */
export interface FeatureMatrix {
  readonly rowCount: number;
  readonly columns: readonly Float64Array[];
}

/** What is known of a model's columns. */
export interface ModelColumns {
  /** The column that the model predicts. */
  readonly target?: string;
  /** The features, in the order in which the model takes them. */
  readonly features?: readonly string[];
}

/**
 * Reads features as numbers, in the order in which the model takes them: by name where its names are known, otherwise
 * every column but the target as it stands. Throws a UserError for features that are missing and for what is no number.
 */
export function featureMatrix(data: FeatureData, model: ModelColumns = {}): FeatureMatrix {
  const matrix = readMatrix(data, model);
  if (matrix.rowCount === 0) throw new UserError('There are no rows to predict. Pass at least one.');
  return matrix;
}

function readMatrix(data: FeatureData, model: ModelColumns): FeatureMatrix {
  if (Array.isArray(data) && data.every((row) => isRowOfNumbers(row))) return fromRows(data);
  const table = asTabular(data);
  if (table === undefined) {
    throw new UserError('An endpoint predicts a Table, a DataFrame, an array of objects, or rows of numbers.');
  }
  const features = chooseFeatures(table.columns, model);
  return { rowCount: table.rowCount, columns: features.map((column) => readColumn(column, table.rowCount)) };
}

/** The wrong order would predict nonsense without a complaint, so names decide wherever they can. */
function chooseFeatures(columns: readonly TabularColumn[], { target, features }: ModelColumns): TabularColumn[] {
  if (features === undefined) return columns.filter(({ name }) => !isSameName(name, target));
  const found = features.map((feature) => columns.find(({ name }) => isSameName(name, feature)));
  const missing = features.filter((_, index) => found[index] === undefined);
  if (missing.length > 0) {
    throw new UserError(
      `The data lack ${missing.join(', ')}. The model takes ${features.join(', ')}; the data hold ${columns.map(({ name }) => name).join(', ')}.`,
    );
  }
  return found.filter((column) => column !== undefined);
}

/** Snowflake keeps plain names in upper case, whatever a cell wrote. */
function isSameName(name: string, other: string | undefined): boolean {
  return name === other || name === other?.toUpperCase() || name.toUpperCase() === other;
}

function isRowOfNumbers(row: unknown): row is ArrayLike<number> {
  const isRow = Array.isArray(row) || (ArrayBuffer.isView(row) && !(row instanceof DataView));
  return isRow && Array.from(row as ArrayLike<unknown>).every((value) => typeof value === 'number');
}

function fromRows(rows: readonly ArrayLike<number>[]): FeatureMatrix {
  const width = rows[0]?.length ?? 0;
  const ragged = rows.findIndex((row) => row.length !== width);
  if (ragged !== -1) {
    throw new UserError(`Row ${ragged} has ${rows[ragged].length} numbers where the first row has ${width}.`);
  }
  const columns = Array.from({ length: width }, (_, column) => Float64Array.from(rows, (row) => row[column]));
  return { rowCount: rows.length, columns };
}

function readColumn(column: TabularColumn, rowCount: number): Float64Array {
  return Float64Array.from({ length: rowCount }, (_, row) => readNumber(column.valueAt(row), column.name, row));
}

function readNumber(value: unknown, column: string, row: number): number {
  const isNumeric = typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean';
  if (isNumeric || value === null || value === undefined || value instanceof Decimal) return nearestNumber(value);
  throw new UserError(
    `Column ${column} holds ${JSON.stringify(value) ?? String(value)} in row ${row}, and a model takes numbers only. Leave the column out, or encode it as numbers.`,
    { facts: { column } },
  );
}
