import { UserError } from '../../errors';
import { unknownOptions } from '../../option-names';
import type { Surroundings } from '../../surroundings';
import type { Column } from '../../table/table';
import { columnTexts } from '../../values/cells';
import { type TableData, tablesToWrite } from '../tables-to-write';
import { writeTables } from '../write-tables';
import type { WrittenFile } from '../written-file';
import { delimiterProblems } from './csv-options';

export interface WriteCsvOptions {
  /** The character between values. @default ',' */
  readonly delimiter?: string;
  /** Whether the first line names the columns. @default true */
  readonly header?: boolean;
  /** What is written where a value is null. @default '' */
  readonly nullText?: string;
  /** Stops the work when it fires. @default the running cell's interrupt */
  readonly signal?: AbortSignal;
}

const ROWS_PER_PIECE = 8192;

/**
 * Texts that a reader could take for something else than text stand in quotes, as the empty text does, so that they
 * come back as they are. A null is nothing at all.
 */
export async function writeCsvFile(
  data: TableData,
  place: string | URL,
  options: WriteCsvOptions,
  surroundings: Surroundings,
): Promise<WrittenFile> {
  checkOptions(options);
  const { delimiter = ',', header = true, nullText = '' } = options;
  return await writeTables(place, surroundings, async function* (told) {
    let isFirst = true;
    for await (const table of tablesToWrite('writeCsv()', data)) {
      if (isFirst && header) {
        yield Buffer.from(`${table.columnNames.map((name) => quotedName(name, delimiter)).join(delimiter)}\n`);
      }
      isFirst = false;
      const texts = table.columns.map((column) => csvTexts(column, delimiter, nullText));
      for (let from = 0; from < table.rowCount; from += ROWS_PER_PIECE) {
        const to = Math.min(table.rowCount, from + ROWS_PER_PIECE);
        yield await surroundings.protect(() => rowsAsBytes(texts, from, to, delimiter));
        told(to - from);
      }
    }
  });
}

type CellTexts = (row: number) => string;

function rowsAsBytes(texts: readonly CellTexts[], from: number, to: number, delimiter: string): Buffer {
  let lines = '';
  for (let row = from; row < to; row += 1) {
    for (let column = 0; column < texts.length; column += 1) {
      if (column > 0) lines += delimiter;
      lines += texts[column](row);
    }
    lines += '\n';
  }
  return Buffer.from(lines);
}

function csvTexts(column: Column, delimiter: string, nullText: string): CellTexts {
  const texts = plainTexts(column);
  if (column.kind !== 'text') return (row) => texts(row) ?? nullText;
  const special = new RegExp(`["\\r\\n\\u{${delimiter.charCodeAt(0).toString(16)}}]`, 'u');
  return (row) => {
    const text = texts(row);
    if (text === null) return nullText;
    const isPlain = text !== nullText && !looksTyped(text) && !special.test(text);
    return isPlain ? text : quoted(text);
  };
}

function plainTexts(column: Column): (row: number) => string | null {
  const { kind, values, nulls } = column;
  if (kind !== 'number' || (column.scale ?? 0) > 0) return columnTexts(column);
  // String(-0) is 0.
  return (row) => (nulls?.[row] === 1 ? null : Object.is(values[row], -0) ? '-0' : String(values[row]));
}

/** True for what a reader may take for a number, a date or a truth, and for an empty text, which could be a null. */
function looksTyped(text: string): boolean {
  const first = text.charCodeAt(0);
  if (text === '' || first <= 57) return true;
  return text.length <= 8 && /^(true|false|nan|inf|infinity)$/i.test(text);
}

function quotedName(name: string, delimiter: string): string {
  return name.trim() === name && !/["\r\n]/.test(name) && !name.includes(delimiter) ? name : quoted(name);
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

function checkOptions(options: WriteCsvOptions): void {
  const problems = unknownOptions(options, { delimiter: true, header: true, nullText: true, signal: true });
  const { delimiter, header, nullText } = options;
  for (const problem of delimiter === undefined ? [] : delimiterProblems(delimiter)) problems.push(problem);
  if (header !== undefined && typeof header !== 'boolean') problems.push('header is true or false.');
  if (nullText !== undefined && (typeof nullText !== 'string' || /["\r\n]/.test(nullText))) {
    problems.push('nullText is a text without quotes and line ends.');
  }
  if (problems.length > 0) throw new UserError(`writeCsv() cannot use its options: ${problems.join(' ')}`);
}
