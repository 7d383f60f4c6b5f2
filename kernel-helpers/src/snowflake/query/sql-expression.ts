import { quoteText } from '../statement/identifiers';

/** What JavaScript sees in a cell of a column. Times with a zone are instants, times without one are not. */
export type ValueKind = 'number' | 'text' | 'boolean' | 'date' | 'clock' | 'instant' | 'null' | 'other';

/** A value as SQL, and what has to be known of it so that SQL treats it as JavaScript does. */
export interface SqlExpression {
  /** Can stand as an operand: a name, a constant, a call, or something in brackets. */
  readonly sql: string;
  readonly kind: ValueKind;
  readonly nullable: boolean;
  /** What JavaScript has where SQL has null: undefined is equal to undefined alone, and is no number. @default 'null' */
  readonly absent?: 'undefined';
  /** A FLOAT, which is computed in binary as JavaScript does, and may be NaN. Other numbers are decimals. */
  readonly isFloat: boolean;
  /** The value, where it is the same in every row. */
  readonly constant?: Constant;
}

export interface Constant {
  readonly value: unknown;
}

/** How Snowflake writes the number that is none. It equals itself there, and is greater than all others. */
export const NAN = "'NaN'::float";

export function booleanSql(sql: string, nullable = false): SqlExpression {
  return { sql, kind: 'boolean', nullable, isFloat: false };
}

export function floatSql(sql: string): SqlExpression {
  return { sql, kind: 'number', nullable: false, isFloat: true };
}

export function textSql(sql: string, nullable: boolean): SqlExpression {
  return { sql, kind: 'text', nullable, isFloat: false };
}

/** What a method called by `?.` gives: undefined where there is no text. */
export function ofOptional(value: SqlExpression): SqlExpression {
  return value.nullable ? { ...value, absent: 'undefined' } : value;
}

/** A constant of the function's text. */
export function literalSql(value: string | number | boolean | null): SqlExpression {
  const base = { nullable: value === null, isFloat: false, constant: { value } };
  if (value === null) return { ...base, sql: 'null', kind: 'null' };
  if (typeof value === 'string') return { ...base, sql: quoteText(value), kind: 'text' };
  if (typeof value === 'boolean') return { ...base, sql: String(value), kind: 'boolean' };
  if (Number.isFinite(value)) return { ...base, sql: value < 0 ? `(${value})` : String(value), kind: 'number' };
  const name = Number.isNaN(value) ? NAN : value > 0 ? "'inf'::float" : "'-inf'::float";
  return { ...base, sql: name, kind: 'number', isFloat: true };
}

/** What JavaScript sees in a column of a type of Snowflake, and whether it is a FLOAT. */
export function kindOfType(type: string): { readonly kind: ValueKind; readonly isFloat: boolean } {
  const [name = ''] = /^[A-Z_ ]+/.exec(type.toUpperCase()) ?? [];
  switch (name.trim()) {
    case 'FLOAT':
    case 'DOUBLE':
    case 'REAL':
      return { kind: 'number', isFloat: true };
    case 'NUMBER':
    case 'DECIMAL':
    case 'INTEGER':
      return { kind: 'number', isFloat: false };
    case 'VARCHAR':
    case 'TEXT':
    case 'CHAR':
      return { kind: 'text', isFloat: false };
    case 'BOOLEAN':
      return { kind: 'boolean', isFloat: false };
    case 'DATE':
      return { kind: 'date', isFloat: false };
    case 'TIMESTAMP_NTZ':
      return { kind: 'clock', isFloat: false };
    case 'TIMESTAMP_LTZ':
    case 'TIMESTAMP_TZ':
      return { kind: 'instant', isFloat: false };
    default:
      return { kind: 'other', isFloat: false };
  }
}
