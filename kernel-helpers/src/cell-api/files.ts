import { arrowFile } from '../files/arrow/read-arrow';
import { writeArrowFile } from '../files/arrow/write-arrow';
import type { ReadCsvOptions } from '../files/csv/csv-options';
import { csvFile } from '../files/csv/read-csv';
import { type WriteCsvOptions, writeCsvFile } from '../files/csv/write-csv';
import { jsonLinesFile, type ReadJsonLinesOptions } from '../files/json-lines/read-json-lines';
import { writeJsonLinesFile } from '../files/json-lines/write-json-lines';
import { parquetFile, type ReadColumnsOptions } from '../files/parquet/read-parquet';
import { writeParquetFile } from '../files/parquet/write-parquet';
import type { TableFile } from '../files/table-file';
import type { TableData } from '../files/tables-to-write';
import type { WriteFileOptions, WrittenFile } from '../files/written-file';
import type { AnyRow } from '../table/row-types';
import { inCell } from './in-cell';

/**
 * Reads a CSV file, also one packed by gzip, by its path or its `https://` address. Each column gets the kind that holds
 * all its values: numbers (bigints where they have more digits than a number holds), booleans, dates such as 2024-01-31,
 * timestamps, otherwise text; digits that begin with 0 stay text. Quotes say text, unless the whole file is in quotes.
 * An empty value is null, `""` an empty text.
 * @throws UserError that names the lines where a row has too many or too few values, or a value does not fit `types`.
 * @example const houses = await readCsv('houses.csv', { types: { ZIP: 'text' } })
 * @example await snowflake.writeTable(readCsv('larger-than-memory.csv.gz').batches(), 'houses')
 * @elsewhere csv, read_csv, readCSV, FileAttachment: await readCsv('cities.csv')
 */
export function readCsv<Row extends object = AnyRow>(path: string | URL, options: ReadCsvOptions = {}): TableFile<Row> {
  return csvFile(path, options, inCell(options.signal)) as TableFile<Row>;
}

/**
 * Writes rows as a CSV file in UTF-8, packed by gzip if the name ends in `.gz`. The file appears when it is complete, in
 * place of one of that name. `readCsv` reads the same values again; a column without values, a decimal with a fraction
 * (`types: { PRICE: 'decimal' }` keeps it) and the name of a time zone are what CSV cannot tell.
 * @param data a Table, a danfo DataFrame, an array of rows, or an iterable of Tables such as `result.batches()`.
 * @example await writeCsv(houses, 'houses.csv')
 * @elsewhere toCsv, to_csv, writeCSV: await writeCsv(table, 'houses.csv')
 */
export async function writeCsv(
  data: TableData,
  path: string | URL,
  options: WriteCsvOptions = {},
): Promise<WrittenFile> {
  return await writeCsvFile(data, path, options, inCell(options.signal));
}

/**
 * Reads a file of JSON lines, one object a line, also one packed by gzip, by its path or its `https://` address. Each key
 * is a column of the kind that holds all its values, as `readCsv` finds it; a text is a date or a timestamp only where all
 * are, and never a number. Whole numbers keep all digits. Objects and arrays stay JSON text, of the type VARIANT. A key
 * that is not there is null.
 * @throws UserError that names the lines that are not one object, or whose value does not fit `types`.
 * @example const houses = await readJsonLines('houses.jsonl')
 * @example await snowflake.writeTable(readJsonLines('larger-than-memory.jsonl.gz').batches(), 'houses')
 * @elsewhere json, read_json, readJson, readJSON, readNdjson: await readJsonLines('cities.jsonl')
 */
export function readJsonLines<Row extends object = AnyRow>(
  path: string | URL,
  options: ReadJsonLinesOptions = {},
): TableFile<Row> {
  return jsonLinesFile(path, options, inCell(options.signal)) as TableFile<Row>;
}

/**
 * Writes rows as a file of one JSON object a line, packed by gzip if the name ends in `.gz`. The file appears when it is
 * complete, in place of one of that name. `readJsonLines` reads the same values again; a column without values, NaN, a
 * decimal with a fraction (`types: { PRICE: 'decimal' }` keeps it) and the name of a time zone are what JSON cannot tell.
 * @param data a Table, a danfo DataFrame, an array of rows, or an iterable of Tables such as `result.batches()`.
 * @example await writeJsonLines(houses, 'houses.jsonl')
 * @elsewhere toJson, to_json, toJSON, writeJson, writeNdjson: await writeJsonLines(table, 'houses.jsonl')
 */
export async function writeJsonLines(
  data: TableData,
  path: string | URL,
  options: WriteFileOptions = {},
): Promise<WrittenFile> {
  return await writeJsonLinesFile(data, path, options, inCell(options.signal));
}

/**
 * Reads a Parquet file, by its path or its `https://` address. Numbers keep all digits: whole numbers and decimals are
 * numbers where these hold all values, otherwise bigints and decimals. Timestamps keep nanoseconds; those that are instants
 * are in UTC. `batches()` gives a Table for each row group.
 * @throws UserError that names every wanted column of lists or objects, which a Table has no kind for.
 * @example const houses = await readParquet('houses.parquet', { columns: ['CITY', 'PRICE'] })
 * @elsewhere parquet, read_parquet: await readParquet('cities.parquet')
 */
export function readParquet<Row extends object = AnyRow>(
  path: string | URL,
  options: ReadColumnsOptions = {},
): TableFile<Row> {
  return parquetFile(path, options, inCell(options.signal)) as TableFile<Row>;
}

/**
 * Writes rows as a Parquet file, packed by Snappy where that saves room. The file appears when it is complete, in place of
 * one of that name. Parquet has no type for an offset in each row, and none for nanoseconds outside of the years 1678 to
 * 2261: such timestamps become text.
 * @param data a Table, a danfo DataFrame, an array of rows, or an iterable of Tables of the same kinds.
 * @example await writeParquet(houses, 'houses.parquet')
 * @elsewhere toParquet, to_parquet: await writeParquet(table, 'houses.parquet')
 */
export async function writeParquet(
  data: TableData,
  path: string | URL,
  options: WriteFileOptions = {},
): Promise<WrittenFile> {
  return await writeParquetFile(data, path, options, inCell(options.signal));
}

/**
 * Reads a file of Apache Arrow's IPC format (Feather V2 too), as a stream or with random access, by its path or its
 * `https://` address. Numbers keep all digits and timestamps their nanoseconds, as `readParquet` gives them; numbers and
 * texts without nulls stay in the memory of the file. `batches()` gives a Table for each record batch.
 * @throws UserError that names every wanted column of lists or objects, and one for a file that is compressed inside.
 * @example const houses = await readArrow('houses.arrow', { columns: ['CITY', 'PRICE'] })
 * @elsewhere arrow, read_feather, readFeather, loadArrow, tableFromIPC: await readArrow('cities.arrow')
 */
export function readArrow<Row extends object = AnyRow>(
  path: string | URL,
  options: ReadColumnsOptions = {},
): TableFile<Row> {
  return arrowFile(path, options, inCell(options.signal)) as TableFile<Row>;
}

/**
 * Writes rows as a file of Apache Arrow's IPC format, which pandas reads by `read_feather`; a name that ends in `.arrows`
 * makes a stream. The file appears when it is complete, in place of one of that name. Its bytes are made in memory. Arrow
 * has no type for an offset in each row, and none for nanoseconds outside of the years 1678 to 2261: they become text.
 * @param data a Table, a danfo DataFrame, an array of rows, or an iterable of Tables of the same kinds.
 * @example await writeArrow(houses, 'houses.arrow')
 * @elsewhere toArrow, to_feather, toFeather, tableToIPC: await writeArrow(table, 'houses.arrow')
 */
export async function writeArrow(
  data: TableData,
  path: string | URL,
  options: WriteFileOptions = {},
): Promise<WrittenFile> {
  return await writeArrowFile(data, path, options, inCell(options.signal));
}
