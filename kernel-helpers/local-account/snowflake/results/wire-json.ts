import type { ColumnType } from '../catalog/column-type';

/** The rows of a result lie in a DuckDB table with the columns c0, c1, …; this is the SQL that turns them into wire text. */
export function storedColumn(index: number): string {
  return `c${index}`;
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
 * DuckDB SQL of one row as Snowflake's JSON text `["1","a",null]`: every cell is a string or null. `isPlain` holds for
 * each column what `factsSql` found. Formats: `snowflake-sdk/dist/lib/connection/result/column.js`.
 */
export function rowJsonSql(types: readonly ColumnType[], isPlain: readonly boolean[]): string {
  const row = types.flatMap((type, index): readonly Piece[] => [
    { text: index === 0 ? '[' : ',' },
    ...cellOf(storedColumn(index), type, isPlain[index] === true),
  ]);
  return `concat(${joinNeighbours([...row, { text: ']' }])
    .map(pieceSql)
    .join(', ')})`;
}

/** A piece of a row's text: always the same, what an expression gives, or what `format` makes of numbers. */
type Piece =
  | { readonly text: string }
  | { readonly sql: string }
  | { readonly template: string; readonly floats: readonly string[] };

function cellOf(column: string, type: ColumnType, isPlain: boolean): readonly Piece[] {
  // 15 significant digits, as the real service sends FLOAT in JSON results.
  if (type.wire === 'real' && isPlain) return [{ template: '"{:.15g}"', floats: [column] }];
  if (isPlain && !isDocument(type)) return [{ text: '"' }, { sql: textSql(column, type) }, { text: '"' }];
  const json = isDocument(type) ? documentSql(column, type) : `'"' || ${textSql(column, type)} || '"'`;
  return [{ sql: isPlain ? json : `coalesce(${json}, 'null')` }];
}

/** Each piece costs time for every row, and most of the time of FLOAT columns goes into calls of `format`. */
function joinNeighbours(pieces: readonly Piece[]): readonly Piece[] {
  const joined: Piece[] = [];
  let run: Exclude<Piece, { sql: string }>[] = [];
  for (const piece of pieces) {
    if (!('sql' in piece)) {
      run.push(piece);
      continue;
    }
    if (run.length > 0) joined.push(joinRun(run));
    run = [];
    joined.push(piece);
  }
  return run.length > 0 ? [...joined, joinRun(run)] : joined;
}

/** Texts hold no braces. */
function joinRun(run: readonly Exclude<Piece, { sql: string }>[]): Piece {
  const text = run.map((piece) => ('text' in piece ? piece.text : piece.template)).join('');
  const floats = run.flatMap((piece) => ('floats' in piece ? piece.floats : []));
  return floats.length === 0 ? { text } : { template: text, floats };
}

function pieceSql(piece: Piece): string {
  if ('sql' in piece) return piece.sql;
  return 'text' in piece ? `'${piece.text}'` : `format('${piece.template}', ${piece.floats.join(', ')})`;
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
  const kept = Math.min(digits, STORED_DIGITS);
  const unit = 10 ** (STORED_DIGITS - kept);
  const units =
    unit === 1 ? microseconds : `((${microseconds} - (${microseconds} % ${unit} + ${unit}) % ${unit}) // ${unit})`;
  if (kept === 0) return `${units}::VARCHAR`;
  const factor = (10 ** -kept).toFixed(kept);
  // Decimals of 18 digits are integers of the machine, ten times as fast; they reach beyond the year 30000.
  const text = `coalesce((TRY_CAST(${units} AS DECIMAL(18,0)) * ${factor})::VARCHAR, (${units}::DECIMAL(20,0) * ${factor})::VARCHAR)`;
  return digits === kept ? text : `${text} || '${'0'.repeat(digits - kept)}'`;
}

/** DuckDB keeps microseconds, which are six digits. */
const STORED_DIGITS = 6;
const MOST_DIGITS = 9;
