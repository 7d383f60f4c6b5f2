import type { DuckDBConnection } from '@duckdb/node-api';
import type { TableObject } from '../catalog/catalog-object';
import { duckdbTypeOf } from '../catalog/column-type';
import { printPhysical, quote } from '../catalog/physical-name';
import { quotePhysicalName, quoteText } from '../identifiers';
import { SnowflakeError, unsupported } from '../snowflake-error';
import { isTrue } from '../sql/parse-files';
import type { ColumnDefinition, CopyExpression, CopyIntoTable, FileFormat } from '../sql/statement';

/** DuckDB's INSERT that loads one file into a table, every value cast to its column's type. */
export async function copyFileSql(
  connection: DuckDBConnection,
  copy: CopyIntoTable,
  table: TableObject,
  format: FileFormat,
  file: string,
): Promise<string> {
  const reader = format.type === 'PARQUET' ? `read_parquet(${quoteText(file)})` : csvReader(format, file, copy);
  const fields = await fieldNames(connection, reader);
  const targets = targetColumns(copy, table);
  const pairs =
    copy.matchByColumnName === 'NONE'
      ? pairByPosition(copy, format, targets, fields)
      : pairByName(copy.matchByColumnName === 'CASE_SENSITIVE', targets, fields);
  if (pairs.length === 0)
    throw new SnowflakeError('100071', '22000', 'No column of the file has the name of a column of the table.');
  const names = pairs.map(({ column }) => quotePhysicalName(column.name)).join(', ');
  const values = pairs.map(({ column, sql }) => castTo(sql, column)).join(', ');
  return `INSERT INTO ${printPhysical(table.physical)} (${names}) SELECT ${values} FROM ${reader}`;
}

interface Pair {
  readonly column: ColumnDefinition;
  readonly sql: string;
}

async function fieldNames(connection: DuckDBConnection, reader: string): Promise<readonly string[]> {
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${reader}`);
  return described.getRowsJson().map(([name]) => String(name));
}

function targetColumns(copy: CopyIntoTable, table: TableObject): readonly ColumnDefinition[] {
  if (copy.columns === null) return table.columns;
  const byName = new Map(table.columns.map((column) => [column.name, column]));
  return copy.columns.map((name) => {
    const column = byName.get(name);
    if (column !== undefined) return column;
    throw new SnowflakeError('000904', '42000', `SQL compilation error: error line 1\ninvalid identifier '${name}'`);
  });
}

/** Columns that the file does not have are filled with their default or NULL, fields without a column are left out. */
function pairByName(
  isCaseSensitive: boolean,
  targets: readonly ColumnDefinition[],
  fields: readonly string[],
): readonly Pair[] {
  const key = (name: string) => (isCaseSensitive ? name : name.toUpperCase());
  // The first of fields that differ only in case counts.
  const byKey = new Map(fields.toReversed().map((name) => [key(name), name]));
  return targets.flatMap((column) => {
    const field = byKey.get(key(column.name));
    return field === undefined ? [] : [{ column, sql: quote(field) }];
  });
}

function pairByPosition(
  copy: CopyIntoTable,
  format: FileFormat,
  targets: readonly ColumnDefinition[],
  fields: readonly string[],
): readonly Pair[] {
  const values =
    copy.select?.map((expression) => expressionSql(expression, fields)) ?? plainValues(format, fields, targets);
  if (values.length !== targets.length)
    throw new SnowflakeError(
      copy.select === null ? '100080' : '002020',
      copy.select === null ? '22000' : '21S01',
      copy.select === null
        ? `Number of columns in file (${values.length}) does not match that of the corresponding table (${targets.length}), ` +
            'use file format option error_on_column_count_mismatch=false to ignore this error'
        : `SQL compilation error:\nInsert value list does not match column list expecting ${targets.length} but got ${values.length}`,
    );
  return targets.map((column, index) => ({ column, sql: values[index] ?? 'NULL' }));
}

/** A Parquet file is one VARIANT column to COPY without a transformation: https://docs.snowflake.com/en/user-guide/script-data-load-transform-parquet */
function plainValues(
  format: FileFormat,
  fields: readonly string[],
  targets: readonly ColumnDefinition[],
): readonly string[] {
  if (format.type === 'CSV') return fields.map(quote);
  const [only] = targets;
  if (targets.length === 1 && only?.type.wire === 'variant')
    return [`to_json(struct_pack(${fields.map((name) => `${quote(name)} := ${quote(name)}`).join(', ')}))`];
  throw new SnowflakeError(
    '002019',
    '0A000',
    'SQL compilation error:\nPARQUET file format can produce one and only one column of type variant, object, or array. ' +
      'Load data into separate columns using the MATCH_BY_COLUMN_NAME copy option or copy with transformation.',
  );
}

function expressionSql({ field, castTo: type }: CopyExpression, fields: readonly string[]): string {
  const name = typeof field === 'number' ? fields[field - 1] : fields.find((candidate) => candidate === field);
  const value = name === undefined ? 'NULL' : quote(name);
  return type === null ? value : `CAST(${value} AS ${duckdbTypeOf(type)})`;
}

function castTo(sql: string, { type }: ColumnDefinition): string {
  return duckdbTypeOf(type) === 'JSON' ? `to_json(${sql})` : `CAST(${sql} AS ${duckdbTypeOf(type)})`;
}

/** Every CSV field is read as text; the column's type decides. */
function csvReader({ options }: FileFormat, file: string, copy: CopyIntoTable): string {
  const parseHeader = isTrue(options.PARSE_HEADER ?? 'FALSE');
  if (copy.matchByColumnName !== 'NONE' && !parseHeader)
    throw unsupported('COPY INTO … MATCH_BY_COLUMN_NAME of CSV without PARSE_HEADER = TRUE');
  const nulls = (options.NULL_IF ?? '\\N').split('\0');
  const emptyIsNull = isTrue(options.EMPTY_FIELD_AS_NULL ?? 'TRUE');
  const enclosed = options.FIELD_OPTIONALLY_ENCLOSED_BY ?? 'NONE';
  const quoteCharacter = quoteText(enclosed.toUpperCase() === 'NONE' ? '' : enclosed);
  const settings = [
    quoteText(file),
    'all_varchar = true',
    `header = ${parseHeader}`,
    `skip = ${Number(options.SKIP_HEADER ?? 0)}`,
    `delim = ${quoteText(options.FIELD_DELIMITER ?? ',')}`,
    `quote = ${quoteCharacter}`,
    `escape = ${quoteCharacter}`,
    `nullstr = [${[...nulls, ...(emptyIsNull ? [''] : [])].map(quoteText).join(', ')}]`,
    `compression = ${quoteText(file.endsWith('.gz') ? 'gzip' : 'none')}`,
  ];
  return `read_csv(${settings.join(', ')})`;
}
