import type { Column } from '../../table/table';
import type { ResultColumn } from './manifest';

/** How a result's column is read: its kind in memory and its type as people write it. */
export interface ColumnPlan {
  readonly name: string;
  readonly kind: ReadKind;
  readonly type: string;
  readonly nullable: boolean;
  /** Decimals of a NUMBER(p,s) with a fraction. */
  readonly scale?: number;
  readonly longDigits: LongDigits;
  /** TIMESTAMP_TZ sends an offset with every value. */
  readonly hasOffsets: boolean;
  /** The session's time zone, for TIMESTAMP_LTZ. */
  readonly timeZone?: string;
  /** Times of day come as seconds and are turned into `12:34:56`. */
  readonly isTime: boolean;
}

/**
 * A column becomes a decimal one while it is read, when a value has more digits than a number holds. No result is planned
 * as float32: who trains on its numbers asks for it.
 */
type ReadKind = Exclude<Column['kind'], 'decimal'> | 'float32';

/** What happens to digits that a double does not hold: a FLOAT is rounded, a NUMBER keeps them, DECFLOAT is refused. */
type LongDigits = 'rounded' | 'kept' | 'refused';

/** Whole numbers of this many digits are always exact in a double. */
const EXACT_DIGITS_OF_DOUBLE = 15;

/** Plans the columns of a result; a name that comes twice gets a number, as in the driver: `A`, `A_2`. */
export function planColumns(columns: readonly ResultColumn[], timeZone?: string): readonly ColumnPlan[] {
  const taken = new Set<string>();
  return columns.map((column) => {
    const name = uniqueName(column.name, taken);
    taken.add(name);
    const { wireType, scale } = column;
    return {
      name,
      kind: columnKind(column),
      type: typeName(column),
      nullable: column.nullable,
      longDigits: longDigits(column),
      ...(wireType === 'fixed' && (scale ?? 0) > 0 ? { scale: scale ?? 0 } : {}),
      ...(wireType === 'timestamp_ltz' ? { timeZone: timeZone ?? 'UTC' } : {}),
      hasOffsets: wireType === 'timestamp_tz',
      isTime: wireType === 'time',
    };
  });
}

function columnKind({ wireType, precision, scale }: ResultColumn): ReadKind {
  switch (wireType) {
    case 'real':
    case 'decfloat':
      return 'number';
    case 'fixed':
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

function longDigits({ wireType }: ResultColumn): LongDigits {
  if (wireType === 'fixed') return 'kept';
  return wireType === 'decfloat' ? 'refused' : 'rounded';
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
