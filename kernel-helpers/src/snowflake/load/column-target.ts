/** A column of a table in Snowflake that rows are sent to. */
export interface ColumnTarget {
  readonly name: string;
  /** As DESCRIBE TABLE prints it, for example `NUMBER(10,2)`. */
  readonly type: string;
  readonly isNullable: boolean;
  readonly hasDefault: boolean;
}

/** A type in its parts: `NUMBER(10,2)` is NUMBER with the sizes 10 and 2. */
export interface TargetType {
  readonly name: string;
  readonly sizes: readonly number[];
}

export function targetType(type: string): TargetType {
  const [, name = '', sizes = ''] = /^(\w+)(?:\(([\d, ]+)\))?/.exec(type.toUpperCase()) ?? [];
  return { name: SYNONYMS.get(name) ?? name, sizes: sizes === '' ? [] : sizes.split(',').map(Number) };
}

/** Other names that Snowflake may print (docs.snowflake.com, "Summary of data types"). */
const SYNONYMS: ReadonlyMap<string, string> = new Map([
  ['TEXT', 'VARCHAR'],
  ['STRING', 'VARCHAR'],
  ['CHAR', 'VARCHAR'],
  ['DOUBLE', 'FLOAT'],
  ['REAL', 'FLOAT'],
  ['DECIMAL', 'NUMBER'],
  ['NUMERIC', 'NUMBER'],
]);
