import type { ReadCsvOptions } from '../files/csv/csv-options';
import { csvFile } from '../files/csv/read-csv';
import { type WriteCsvOptions, writeCsvFile } from '../files/csv/write-csv';
import type { TableFile } from '../files/table-file';
import type { TableData } from '../files/tables-to-write';
import type { WrittenFile } from '../files/written-file';
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
export function readCsv(path: string | URL, options: ReadCsvOptions = {}): TableFile {
  return csvFile(path, options, inCell(options.signal));
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
