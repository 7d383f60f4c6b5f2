import type { ColumnType } from '../catalog/column-type';

/** The rows of a result lie in a DuckDB table with the columns c0, c1, …; this is the SQL that turns them into wire text. */
export function storedColumn(index: number): string {
  return `c${index}`;
}

/**
 * DuckDB SQL of one row as Snowflake's JSON text `["1","a",null]`: every cell is a string or null.
 * Formats: `snowflake-sdk/dist/lib/connection/result/column.js`.
 */
export function rowJsonSql(types: readonly ColumnType[]): string {
  const cells = types.map((type, index) => `coalesce(${cellJsonSql(storedColumn(index), type)}, 'null')`);
  return `'[' || ${cells.join(` || ',' || `)} || ']'`;
}

function cellJsonSql(column: string, type: ColumnType): string {
  const quoted = (sql: string) => `'"' || ${sql} || '"'`;
  switch (type.wire) {
    case 'fixed':
      return quoted(`${column}::VARCHAR`);
    // 15 significant digits, as the real service sends FLOAT in JSON results.
    case 'real':
      return quoted(`CASE WHEN isfinite(${column}) THEN format('{:.15g}', ${column}) ${nonFinite(column)} END`);
    case 'boolean':
      return `CASE ${column} WHEN true THEN '"1"' WHEN false THEN '"0"' END`;
    case 'date':
      return quoted(`(${column} - DATE '1970-01-01')::VARCHAR`);
    case 'time':
      return quoted(seconds(`(epoch_ns(${column}) // 1000)`));
    case 'timestamp_ntz':
    case 'timestamp_ltz':
      return quoted(seconds(`epoch_us(${column})`));
    // Minutes east of UTC plus 1440; the offset itself is not stored, see duckdbTypeOf.
    case 'timestamp_tz':
      return quoted(`${seconds(`epoch_us(${column})`)} || ' 1440'`);
    case 'binary':
      return quoted(`hex(${column})`);
    case 'variant':
    case 'object':
    case 'array':
      return `to_json(to_json(${column})::VARCHAR)::VARCHAR`;
    case 'text':
      return `to_json(${column}::VARCHAR)::VARCHAR`;
  }
}

/** Without an ELSE: what is neither is NULL. */
function nonFinite(column: string): string {
  return `WHEN isnan(${column}) THEN 'NaN' WHEN ${column} > 0 THEN 'inf' WHEN ${column} < 0 THEN '-inf'`;
}

/** Microseconds as `seconds.fraction` with nine digits. */
function seconds(microseconds: string): string {
  return `(${microseconds}::DECIMAL(20,0) * 0.000001)::VARCHAR || '000'`;
}
