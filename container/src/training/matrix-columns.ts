import { InternalError, UserError } from 'kernel-helpers/errors';
import type { Column } from 'kernel-helpers/table/table';
import { decimalText } from 'kernel-helpers/values/decimal-digits';
import type { RowPlan } from './row-plan';

/** A table as XGBoost wants it: 32-bit numbers, and NaN where a value is missing. */
export interface MatrixColumns {
  readonly features: readonly string[];
  readonly target: string;
  readonly columns: readonly Float32Array[];
  readonly labels: Float32Array;
}

/**
 * Turns the columns that the plan names into 32-bit numbers, in the plan's order; XGBoost keeps no more digits.
 * @throws UserError where a column holds no numbers.
 */
export function toMatrixColumns(columns: readonly Column[], { target, features }: RowPlan): MatrixColumns {
  const byName = new Map(columns.map((column) => [column.name, column]));
  const floatsOf = (name: string): Float32Array => {
    const column = byName.get(name);
    if (column === undefined) throw new InternalError(`The result has no column ${name}.`);
    return toFloats(column);
  };
  const names = features.map(({ name }) => name);
  return { features: names, target, columns: names.map(floatsOf), labels: floatsOf(target) };
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
