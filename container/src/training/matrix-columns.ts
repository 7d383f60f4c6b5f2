import { InternalError, UserError } from 'kernel-helpers/errors';
import type { Column } from 'kernel-helpers/table/table';
import { decimalText } from 'kernel-helpers/values/decimal-digits';

/** A table as XGBoost wants it: 32-bit numbers, and NaN where a value is missing. */
export interface MatrixColumns {
  readonly features: readonly string[];
  readonly target: string;
  readonly columns: readonly Float32Array[];
  readonly labels: Float32Array;
}

/**
 * Turns the columns into 32-bit numbers, in their order; XGBoost keeps no more digits.
 * @param target the name of one of the columns, as the table spells it.
 * @throws UserError where a column holds no numbers.
 */
export function toMatrixColumns(columns: readonly Column[], target: string): MatrixColumns {
  const featureColumns = columns.filter(({ name }) => name !== target);
  const targetColumn = columns.find(({ name }) => name === target);
  if (targetColumn === undefined) throw new InternalError(`The result has no column ${target}.`);
  return {
    features: featureColumns.map(({ name }) => name),
    target: targetColumn.name,
    columns: featureColumns.map(toFloats),
    labels: toFloats(targetColumn),
  };
}

function toFloats(column: Column): Float32Array {
  switch (column.kind) {
    case 'number':
      return sharedFloats(column.values.length, (row) => column.values[row]);
    case 'bigint':
      return sharedFloats(column.values.length, (row) =>
        isNull(column, row) ? Number.NaN : Number(column.values[row]),
      );
    case 'decimal':
      return sharedFloats(column.values.length, (row) =>
        isNull(column, row) ? Number.NaN : Number(decimalText(column.values[row], column.scale)),
      );
    case 'boolean':
      return sharedFloats(column.values.length, (row) => (isNull(column, row) ? Number.NaN : column.values[row]));
    default:
      throw new UserError(
        `XGBoost needs numbers, but column ${column.name} is ${column.type}. Train on a view that leaves it out or makes numbers of it.`,
      );
  }
}

function isNull(column: Column, row: number): boolean {
  return column.nulls?.[row] === 1;
}

/** In shared memory, so that the training thread reads the same bytes instead of a copy. */
export function sharedFloats(length: number, valueOfRow: (row: number) => number): Float32Array {
  const floats = new Float32Array(new SharedArrayBuffer(length * Float32Array.BYTES_PER_ELEMENT));
  for (let row = 0; row < length; row += 1) floats[row] = valueOfRow(row);
  return floats;
}
