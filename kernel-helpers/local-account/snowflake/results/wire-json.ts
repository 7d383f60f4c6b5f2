import type { ColumnType } from '../catalog/column-type';

/** The rows of a result lie in a DuckDB table with the columns c0, c1, …; this is the SQL that turns them into wire text. */
export function storedColumn(index: number): string {
  return `c${index}`;
}

/** One cell of a row's template: a placeholder of DuckDB's `format`, and the value for it. */
interface Cell {
  readonly place: string;
  readonly sql: string;
}

/** SQL of a list of booleans: true for each column that has no NULL and, for FLOAT, only finite numbers. */
export function factsSql(types: readonly ColumnType[]): string {
  const facts = types.map((type, index) => {
    const column = storedColumn(index);
    const isFull = `count(${column}) = count(*)`;
    return type.wire === 'real' ? `${isFull} AND coalesce(bool_and(isfinite(${column})), true)` : isFull;
  });
  return `[${facts.join(', ')}]`;
}

/**
 * DuckDB SQL of one row as Snowflake's JSON text `["1","a",null]`: every cell is a string or null. One call of `format`
 * is twice as fast as joining cells. `isPlain` holds for each column what `factsSql` found.
 * Formats: `snowflake-sdk/dist/lib/connection/result/column.js`.
 */
export function rowJsonSql(types: readonly ColumnType[], isPlain: readonly boolean[]): string {
  const cells = types.map((type, index) => cellOf(storedColumn(index), type, isPlain[index] === true));
  const template = cells.map((cell) => cell.place).join(',');
  return `format('[${template}]', ${cells.map((cell) => cell.sql).join(', ')})`;
}

function cellOf(column: string, type: ColumnType, isPlain: boolean): Cell {
  // 15 significant digits, as the real service sends FLOAT in JSON results.
  if (type.wire === 'real' && isPlain) return { place: '"{:.15g}"', sql: column };
  if (isPlain && !isDocument(type)) return { place: '"{}"', sql: textSql(column, type) };
  const json = isDocument(type) ? documentSql(column, type) : `'"' || ${textSql(column, type)} || '"'`;
  return { place: '{}', sql: `coalesce(${json}, 'null')` };
}

/** Whether texts of the type may hold characters that JSON escapes. */
function isDocument({ wire }: ColumnType): boolean {
  return wire === 'text' || wire === 'variant' || wire === 'object' || wire === 'array';
}

function documentSql(column: string, type: ColumnType): string {
  return `to_json(${documentText(column, type)})::VARCHAR`;
}

/** SQL of a text, or of the JSON text of a VARIANT, as clients get it. */
export function documentText(column: string, { wire }: ColumnType): string {
  return `${wire === 'text' ? column : `to_json(${column})`}::VARCHAR`;
}

function textSql(column: string, type: ColumnType): string {
  switch (type.wire) {
    case 'real':
      return `CASE WHEN isfinite(${column}) THEN format('{:.15g}', ${column}) ${nonFinite(column)} END`;
    case 'boolean':
      return `CASE ${column} WHEN true THEN '1' WHEN false THEN '0' END`;
    case 'date':
      return `(${column} - DATE '1970-01-01')::VARCHAR`;
    case 'time':
      return seconds(`(epoch_ns(${column}) // 1000)`, type.scale);
    case 'timestamp_ntz':
    case 'timestamp_ltz':
      return seconds(`epoch_us(${column})`, type.scale);
    // Minutes east of UTC plus 1440; the offset itself is not stored, see duckdbTypeOf.
    case 'timestamp_tz':
      return `${seconds(`epoch_us(${column})`, type.scale)} || ' 1440'`;
    case 'binary':
      return `hex(${column})`;
    default:
      return `${column}::VARCHAR`;
  }
}

/** Has no ELSE: NULL stays NULL. */
function nonFinite(column: string): string {
  return `WHEN isnan(${column}) THEN 'NaN' WHEN ${column} > 0 THEN 'inf' WHEN ${column} < 0 THEN '-inf'`;
}

/**
 * Microseconds as `seconds.fraction` with as many digits as the column's scale says, because readers rely on that
 * number (`get_seconds_microseconds` of `snowflake/connector/converter.py`, 4.8). Finer digits are cut off.
 */
function seconds(microseconds: string, scale: number | null): string {
  const digits = scale ?? MOST_DIGITS;
  if (digits >= STORED_DIGITS)
    return `(${microseconds}::DECIMAL(20,0) * 0.000001)::VARCHAR || '${'0'.repeat(digits - STORED_DIGITS)}'`;
  const unit = 10 ** (STORED_DIGITS - digits);
  const units = `(${microseconds} - (${microseconds} % ${unit} + ${unit}) % ${unit}) // ${unit}`;
  return digits === 0
    ? `(${units})::VARCHAR`
    : `((${units})::DECIMAL(20,0) * ${(10 ** -digits).toFixed(digits)})::VARCHAR`;
}

/** DuckDB keeps microseconds, which are six digits. */
const STORED_DIGITS = 6;
const MOST_DIGITS = 9;
