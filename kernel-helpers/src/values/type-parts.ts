/** A type in its parts: `NUMBER(10,2)` is NUMBER with the sizes 10 and 2. */
export interface TypeParts {
  readonly name: string;
  readonly sizes: readonly number[];
}

export function typeParts(type: string): TypeParts {
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
