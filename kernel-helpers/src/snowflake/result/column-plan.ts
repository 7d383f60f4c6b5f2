import type { Column } from '../../table/table';
import type { ResultColumn } from './manifest';

/** How a result's column is read: its kind in memory and its type as people write it. */
export interface ColumnPlan {
  readonly name: string;
  readonly kind: Column['kind'];
  readonly type: string;
  readonly nullable: boolean;
  /** Times of day come as seconds and are turned into `12:34:56`. */
  readonly isTime: boolean;
}

/** Whole numbers of this many digits are always exact in a double. */
const EXACT_DIGITS_OF_DOUBLE = 15;

/** Plans the columns of a result; a name that comes twice gets a number, as in the driver: `A`, `A_2`. */
export function planColumns(columns: readonly ResultColumn[]): readonly ColumnPlan[] {
  const taken = new Set<string>();
  return columns.map((column) => {
    const name = uniqueName(column.name, taken);
    taken.add(name);
    return {
      name,
      kind: columnKind(column),
      type: typeName(column),
      nullable: column.nullable,
      isTime: column.wireType === 'time',
    };
  });
}

function columnKind({ wireType, precision, scale }: ResultColumn): Column['kind'] {
  switch (wireType) {
    case 'real':
    case 'decfloat':
      return 'number';
    case 'fixed':
      // With a fraction a double is what everybody computes with, even where it rounds the last digits.
      return (scale ?? 0) === 0 && (precision ?? 38) > EXACT_DIGITS_OF_DOUBLE ? 'bigint' : 'number';
    case 'boolean':
      return 'boolean';
    case 'date':
      return 'date';
    case 'timestamp_ntz':
    case 'timestamp_ltz':
    case 'timestamp_tz':
      return 'timestamp';
    default:
      return 'text';
  }
}

function typeName({ wireType, precision, scale }: ResultColumn): string {
  switch (wireType) {
    case 'real':
      return 'FLOAT';
    case 'fixed':
      return `NUMBER(${precision ?? 38},${scale ?? 0})`;
    case 'text':
      return 'VARCHAR';
    case 'time':
    case 'timestamp_ntz':
    case 'timestamp_ltz':
    case 'timestamp_tz':
      return `${wireType.toUpperCase()}(${scale ?? 9})`;
    default:
      return wireType.toUpperCase();
  }
}

function uniqueName(name: string, taken: ReadonlySet<string>): string {
  let candidate = name;
  for (let copy = 2; taken.has(candidate); copy += 1) candidate = `${name}_${copy}`;
  return candidate;
}
