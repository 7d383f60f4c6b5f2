import { UserError } from '../errors';
import type { Column } from './table';

const MILLISECONDS_A_DAY = 86_400_000;
const MAX_INT32 = 2 ** 31 - 1;

type ValueKind = 'number' | 'bigint' | 'boolean' | 'text' | 'timestamp';

/**
 * A typed column from JavaScript values. Null, undefined and NaN are missing; a mix of kinds is refused.
 * @param options.wholeNumbers store numbers as NUMBER(10,0) where every one is a whole number of 32 bits.
 */
export function columnOfValues(
  name: string,
  cells: readonly unknown[],
  options: { readonly wholeNumbers?: boolean } = {},
): Column {
  const kind = commonKind(name, cells);
  const nulls = missingCells(cells);
  const base = { name, nullable: true, ...(nulls === undefined ? {} : { nulls }) };
  switch (kind) {
    case 'number': {
      const values = Float64Array.from(cells, (cell) => (typeof cell === 'number' ? cell : Number.NaN));
      const whole = options.wholeNumbers === true && values.every((value) => Number.isNaN(value) || isInt32(value));
      return { ...base, kind, type: whole ? 'NUMBER(10,0)' : 'FLOAT', values };
    }
    case 'bigint':
      return {
        ...base,
        kind,
        type: 'NUMBER(19,0)',
        values: BigInt64Array.from(cells, (cell) => wholeNumber(name, cell)),
      };
    case 'boolean':
      return { ...base, kind, type: 'BOOLEAN', values: Uint8Array.from(cells, (cell) => (cell === true ? 1 : 0)) };
    case 'timestamp':
      return timestampColumn(base, cells);
    case 'text':
      return {
        ...base,
        kind,
        type: 'VARCHAR',
        values: cells.map((cell) => (typeof cell === 'string' ? cell : '')),
      };
  }
}

function commonKind(name: string, cells: readonly unknown[]): ValueKind {
  let common: ValueKind | undefined;
  cells.forEach((cell, row) => {
    if (isMissing(cell)) return;
    const kind = kindOf(cell);
    if (kind === undefined) {
      throw new UserError(
        `Column ${name}, row ${row} holds ${describe(cell)}; use numbers, bigints, text, booleans or dates.`,
      );
    }
    // A bigint among numbers is how `toRows()` gives large whole numbers.
    if (common === 'bigint' && kind === 'number') return;
    if (common !== undefined && common !== kind && !(common === 'number' && kind === 'bigint')) {
      throw new UserError(
        `Column ${name} mixes ${common} and ${kind}, first in row ${row}; make all of it one of them.`,
      );
    }
    common = kind;
  });
  return common ?? (cells.some((cell) => typeof cell === 'number') ? 'number' : 'text');
}

function kindOf(cell: unknown): ValueKind | undefined {
  if (cell instanceof Date) return 'timestamp';
  switch (typeof cell) {
    case 'number':
    case 'bigint':
    case 'boolean':
      return typeof cell as ValueKind;
    case 'string':
      return 'text';
    default:
      return undefined;
  }
}

function isMissing(cell: unknown): boolean {
  return cell === null || cell === undefined || (typeof cell === 'number' && Number.isNaN(cell));
}

function missingCells(cells: readonly unknown[]): Uint8Array | undefined {
  return cells.some(isMissing) ? Uint8Array.from(cells, (cell) => (isMissing(cell) ? 1 : 0)) : undefined;
}

function wholeNumber(name: string, cell: unknown): bigint {
  if (isMissing(cell)) return 0n;
  const value = typeof cell === 'bigint' ? cell : Number.isSafeInteger(cell) ? BigInt(Number(cell)) : undefined;
  if (value === undefined || BigInt.asIntN(64, value) !== value) {
    throw new UserError(`Column ${name} mixes bigints with ${describe(cell)}, which is not a whole number of 64 bits.`);
  }
  return value;
}

function timestampColumn(base: Pick<Column, 'name' | 'nullable' | 'nulls'>, cells: readonly unknown[]): Column {
  const milliseconds = cells.map((cell) => (cell instanceof Date ? cell.getTime() : 0));
  if (milliseconds.some(Number.isNaN)) throw new UserError(`Column ${base.name} holds an invalid Date.`);
  if (milliseconds.every((value) => value % MILLISECONDS_A_DAY === 0)) {
    const values = Int32Array.from(milliseconds, (value) => value / MILLISECONDS_A_DAY);
    return { ...base, kind: 'date', type: 'DATE', values };
  }
  const values = BigInt64Array.from(milliseconds, (value) => BigInt(value) * 1_000_000n);
  return { ...base, kind: 'timestamp', type: 'TIMESTAMP_NTZ(9)', values };
}

function isInt32(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) <= MAX_INT32;
}

function describe(cell: unknown): string {
  return typeof cell === 'object' ? 'an object' : `${typeof cell} ${String(cell)}`.slice(0, 60);
}
