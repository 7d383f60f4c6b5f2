import type { ColumnType } from '../catalog/column-type';

/** A column of an answer. */
export interface ResultColumnType {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
}

/** `rowtype` of an answer, with the fields that the drivers read. */
export function rowTypeOf(column: ResultColumnType): Readonly<Record<string, unknown>> {
  const { wire, precision, scale, length } = column.type;
  return {
    name: column.name,
    database: '',
    schema: '',
    table: '',
    nullable: column.nullable,
    type: wire,
    precision,
    scale,
    length,
    byteLength: wire === 'text' && length !== null ? Math.min(length * 4, 16_777_216) : length,
    collation: null,
  };
}

/** A text column, as SHOW and status answers have them. */
export function textColumn(name: string): ResultColumnType {
  return { name, type: { wire: 'text', precision: null, scale: null, length: 16_777_216 }, nullable: true };
}

/** A whole-number column. */
export function countColumn(name: string): ResultColumnType {
  return { name, type: { wire: 'fixed', precision: 19, scale: 0, length: null }, nullable: false };
}

/** A TIMESTAMP_LTZ column. */
export function timeColumn(name: string): ResultColumnType {
  return { name, type: { wire: 'timestamp_ltz', precision: 0, scale: 3, length: null }, nullable: true };
}
