/** The name of a function as Snowflake prints it. */
export function printFunction(name: string): string {
  return name.replace(/^.*\./, '').replace(/^sf_/i, '').toUpperCase();
}

/** Snowflake's names of DuckDB's types; DuckDB also names the types of literals. */
const TYPES: readonly (readonly [RegExp, string])[] = [
  [/^"?INTEGER_LITERAL"?$|INT(?:EGER)?$/, 'NUMBER(38,0)'],
  [/^DECIMAL/, 'NUMBER'],
  [/^(?:DOUBLE|FLOAT)$/, 'FLOAT'],
  [/^(?:DATE|BOOLEAN|TIME)$/, '$&'],
  [/^TIMESTAMP WITH TIME ZONE$/, 'TIMESTAMP_LTZ'],
  [/^TIMESTAMP/, 'TIMESTAMP_NTZ'],
  [/^JSON$/, 'VARIANT'],
  [/^BLOB$/, 'BINARY'],
  [/\[\]$/, 'ARRAY'],
  [/^(?:STRUCT|MAP)/, 'OBJECT'],
];

/** The name of a type as Snowflake prints it. */
export function printType(duckdbType: string): string {
  const type = duckdbType.trim();
  if (type === '') return '';
  const [pattern, name] = TYPES.find(([candidate]) => candidate.test(type)) ?? [/^.*$/s, 'VARCHAR'];
  return name === '$&' || name === 'NUMBER' ? type.replace(pattern, name) : name;
}
