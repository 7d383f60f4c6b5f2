import type { TableColumn } from '../../sidebar-contract/index';

/** Up to so many digits a number is always exact. A NUMBER with more is a bigint or a Decimal where it needs to be one. */
const EXACT_DIGITS = 15;

/** The types that `kernel-helpers` exports for values. */
export type ValueClass = 'CalendarDate' | 'Decimal' | 'Timestamp';

export interface ValueType {
  /** As TypeScript writes it, without null. */
  readonly text: string;
  readonly uses?: ValueClass;
}

/** The type that `toRows()` of a table gives for a column, by its type as DESCRIBE writes it: `NUMBER(38,0)`. */
export function valueType(type: string): ValueType {
  const [, name = '', precision = '38', scale = '0'] = /^(\w+)(?:\((\d+)(?:,\s*(\d+))?\))?/.exec(type) ?? [];
  switch (name) {
    case 'FLOAT':
    case 'DOUBLE':
    case 'REAL':
    case 'DECFLOAT':
      return { text: 'number' };
    case 'NUMBER':
    case 'DECIMAL':
      if (Number(precision) <= EXACT_DIGITS) return { text: 'number' };
      return Number(scale) === 0 ? { text: 'number | bigint' } : { text: 'number | Decimal', uses: 'Decimal' };
    case 'BOOLEAN':
      return { text: 'boolean' };
    case 'DATE':
      return { text: 'CalendarDate', uses: 'CalendarDate' };
    case 'TIMESTAMP_NTZ':
    case 'TIMESTAMP_LTZ':
    case 'TIMESTAMP_TZ':
      return { text: 'Timestamp', uses: 'Timestamp' };
    default:
      // VARCHAR, TIME, BINARY and documents come as text.
      return { text: 'string' };
  }
}

/** The type of a cell of this column, null included where the column allows it. */
export function cellType({ type, nullable }: TableColumn): ValueType {
  const found = valueType(type);
  return nullable ? { ...found, text: `${found.text} | null` } : found;
}
