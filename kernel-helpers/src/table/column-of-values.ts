import { UserError } from '../errors';
import { CalendarDate } from '../values/calendar-date';
import { Decimal } from '../values/decimal';
import { Timestamp } from '../values/timestamp';
import { decimalColumn, wholeColumn } from './decimal-column';
import type { Column } from './table';
import { dateColumn, instantColumn, type TimestampType, timestampColumn, timestampType } from './time-column';

const MAX_INT32 = 2 ** 31 - 1;

type ValueKind = 'number' | 'bigint' | 'decimal' | 'boolean' | 'text' | 'Date' | 'DATE' | TimestampType;

/**
 * A typed column from JavaScript values. Null, undefined and NaN are missing; a mix of kinds is refused. A Date is an
 * instant and becomes TIMESTAMP_LTZ, or DATE where all are midnights in UTC; a Timestamp keeps its own type.
 * @param options.wholeNumbers store numbers as NUMBER(10,0) where every one is a whole number of 32 bits.
 * @param options.firstRow how many cells came before these.
 */
export function columnOfValues(
  name: string,
  cells: readonly unknown[],
  options: { readonly wholeNumbers?: boolean; readonly firstRow?: number } = {},
): Column {
  const kind = commonKind(name, cells, options.firstRow ?? 0);
  const nulls = missingCells(cells);
  const base = { name, nullable: true, ...(nulls === undefined ? {} : { nulls }) };
  switch (kind) {
    case 'number': {
      const values = Float64Array.from(cells, (cell) => (typeof cell === 'number' ? cell : Number.NaN));
      const whole = options.wholeNumbers === true && values.every((value) => Number.isNaN(value) || isInt32(value));
      return { ...base, kind, type: whole ? 'NUMBER(10,0)' : 'FLOAT', values };
    }
    case 'bigint':
      return wholeColumn(base, cells);
    case 'decimal':
      return decimalColumn(base, cells);
    case 'boolean':
      return { ...base, kind, type: 'BOOLEAN', values: Uint8Array.from(cells, (cell) => (cell === true ? 1 : 0)) };
    case 'text':
      return {
        ...base,
        kind,
        type: 'VARCHAR',
        values: cells.map((cell) => (typeof cell === 'string' ? cell : '')),
      };
    case 'Date':
      return instantColumn(base, cells);
    case 'DATE':
      return dateColumn(base, cells);
    default:
      return timestampColumn(base, cells, kind);
  }
}

function commonKind(name: string, cells: readonly unknown[], firstRow: number): ValueKind {
  let common: ValueKind | undefined;
  cells.forEach((cell, row) => {
    if (isMissing(cell)) return;
    const kind = kindOf(cell);
    if (kind === undefined) {
      throw new UserError(
        `Column ${name}, row ${firstRow + row} holds ${describe(cell)}; use numbers, bigints, text, booleans or dates.`,
      );
    }
    if (common === undefined || isWider(kind, common)) common = kind;
    else if (kind !== common && !isWider(common, kind)) {
      throw new UserError(
        `Column ${name} mixes ${common} and ${kind}, first in row ${firstRow + row}; convert all values to one of them.`,
      );
    }
  });
  return common ?? (cells.some((cell) => typeof cell === 'number') ? 'number' : 'text');
}

/** `toRows()` gives numbers where they are exact, and bigints or decimals beside them where they are not. */
function isWider(kind: ValueKind, other: ValueKind): boolean {
  return other === 'number' && (kind === 'bigint' || kind === 'decimal');
}

function kindOf(cell: unknown): ValueKind | undefined {
  switch (typeof cell) {
    case 'number':
    case 'bigint':
    case 'boolean':
      return typeof cell as ValueKind;
    case 'string':
      return 'text';
  }
  if (cell instanceof Date) return 'Date';
  if (cell instanceof CalendarDate) return 'DATE';
  if (cell instanceof Timestamp) return timestampType(cell);
  return cell instanceof Decimal ? 'decimal' : undefined;
}

function isMissing(cell: unknown): boolean {
  return cell === null || cell === undefined || (typeof cell === 'number' && Number.isNaN(cell));
}

function missingCells(cells: readonly unknown[]): Uint8Array | undefined {
  return cells.some(isMissing) ? Uint8Array.from(cells, (cell) => (isMissing(cell) ? 1 : 0)) : undefined;
}

function isInt32(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) <= MAX_INT32;
}

function describe(cell: unknown): string {
  return typeof cell === 'object' ? 'an object' : `${typeof cell} ${String(cell)}`.slice(0, 60);
}
