import { UserError } from '../../errors';
import { fieldText, PLAIN } from '../columns/fields';
import type { ReadCsvOptions } from './csv-options';
import { QUOTE, RowSplitter } from './split-rows';

const LINE_FEED = 10;
const DELIMITERS = [',', ';', '\t', '|'];

/** How a CSV file is laid out, as its first line tells. */
export interface CsvLayout {
  readonly names: readonly string[];
  /** The byte between values. */
  readonly delimiter: number;
  /** The byte with which the values begin, after the mark of the encoding. */
  readonly from: number;
  /** Its line. */
  readonly line: number;
  /** Some name stands without quotes. */
  readonly hasPlainName: boolean;
}

/** Reads the first line; undefined if it goes on after these bytes. */
export function readLayout(bytes: Buffer, isEnd: boolean, options: ReadCsvOptions): CsvLayout | undefined {
  const { header = true } = options;
  let start = 0;
  let line = 1;
  for (; bytes[start] === LINE_FEED || (bytes[start] === 13 && bytes[start + 1] === LINE_FEED); start += 1) {
    if (bytes[start] === LINE_FEED) line += 1;
  }
  const end = lineEnd(bytes, start);
  if (end === undefined && !isEnd) return undefined;
  const first = bytes.subarray(start, end ?? bytes.length);
  if (first.length === 0) throw new UserError('The file is empty.');
  const delimiter = (options.delimiter ?? likelyDelimiter(first)).charCodeAt(0);
  const columns = countOutsideQuotes(first, delimiter) + 1;
  const row = new RowSplitter(columns, delimiter, line);
  row.split(first, true);
  const texts = Array.from({ length: columns }, (_, column) => fieldText(row, column));
  if (header !== true) {
    const names = header === false ? texts.map((_, column) => numbered(column)) : header;
    checkCount(names, columns);
    return { names: distinct(names), delimiter, from: start, line, hasPlainName: false };
  }
  const names = texts.map((text, column) => (text.trim() === '' ? numbered(column) : text));
  const hasPlainName = texts.some((text, column) => text !== '' && row.quotes[column] === PLAIN);
  const lines = countOf(first, LINE_FEED) + (first.at(-1) === LINE_FEED ? 0 : 1);
  return { names: distinct(names), delimiter, from: start + first.length, line: line + lines, hasPlainName };
}

function lineEnd(bytes: Buffer, start: number): number | undefined {
  let isQuoted = false;
  for (let at = start; at < bytes.length; at += 1) {
    if (bytes[at] === QUOTE) isQuoted = !isQuoted;
    else if (bytes[at] === LINE_FEED && !isQuoted) return at + 1;
  }
  return undefined;
}

function likelyDelimiter(line: Buffer): string {
  const counts = DELIMITERS.map((delimiter) => countOutsideQuotes(line, delimiter.charCodeAt(0)));
  const most = counts.reduce((highest, count) => Math.max(highest, count), 0);
  return DELIMITERS[counts.indexOf(most)];
}

function countOutsideQuotes(line: Buffer, byte: number): number {
  let isQuoted = false;
  let count = 0;
  for (const one of line) {
    if (one === QUOTE) isQuoted = !isQuoted;
    else if (one === byte && !isQuoted) count += 1;
  }
  return count;
}

function countOf(bytes: Buffer, byte: number): number {
  let count = 0;
  for (const one of bytes) if (one === byte) count += 1;
  return count;
}

function numbered(column: number): string {
  return `COLUMN_${column + 1}`;
}

function checkCount(names: readonly string[], columns: number): void {
  if (names.length === columns) return;
  throw new UserError(`header names ${names.length} columns, but the first line has ${columns} values.`);
}

function distinct(names: readonly string[]): readonly string[] {
  const twice = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
  if (twice.length === 0) return names;
  throw new UserError(
    `Several columns have the same name: ${twice.join(', ')}. Name all columns yourself with { header: ['A', 'B', …] }, after you have removed the first line.`,
  );
}
