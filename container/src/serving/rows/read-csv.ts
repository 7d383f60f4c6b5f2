import { isAlike } from 'kernel-helpers/find-names';
import { BadRequest } from '../bad-request';
import { KeptBytes } from '../kept-bytes';
import { cellWords, type FeatureRows, type ModelInput, noRows, readCell, wrongWidth } from './feature-rows';
import { orderOfNames } from './name-order';

const NEWLINE = 10;
const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const NINE = 57;

/** A whole number of so many digits, and a power of ten up to 22, are exact in 64 bits; their quotient is rounded once. */
const EXACT_DIGITS = 15;
const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
/** A whole number of so many digits fits into 32 bits, in which V8 counts in half the time. */
const QUICK_DIGITS = 9;
/** With more digits each step may round by 2 ** -53; up to so many digits all steps together stay below this part. */
const MOST_DIGITS = 30;
const LARGEST_ERROR = 2 ** -46;

/** Whether all numbers so near to this one are the same number in 32 bits. */
function isSure(value: number): boolean {
  return Math.fround(value * (1 - LARGEST_ERROR)) === Math.fround(value * (1 + LARGEST_ERROR));
}

/**
 * Reads values with commas between them, a row on each line. An empty cell or `nan` is a missing value; a word of a
 * category may stand in quotes. A first line with the names of the features puts the columns in the model's order.
 * Plain decimals, nearly all cells, go from bytes to numbers without a text between.
 */
export function readCsv(body: Uint8Array, model: ModelInput): FeatureRows {
  const bytes = withoutEnds(body);
  if (bytes.length === 0) throw noRows();
  try {
    return readLines(bytes, 0, model);
  } catch (error) {
    // A line of names is no row of values, so nothing is lost by trying the rows first.
    const header = error instanceof BadRequest ? readHeader(bytes, model) : undefined;
    if (header === undefined) throw error;
    return readLines(bytes, header.end, model, header.order);
  }
}

/** Without a byte order mark, and without white space at the end. */
function withoutEnds(body: Uint8Array): Uint8Array {
  const start = body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? 3 : 0;
  let end = body.length;
  while (end > start && body[end - 1] <= SPACE) end -= 1;
  return body.subarray(start, end);
}

/** The order of the columns, if the first line names them. */
function readHeader(
  bytes: Uint8Array,
  model: ModelInput,
): { readonly order: Int32Array; readonly end: number } | undefined {
  const { features, words } = model;
  const names: string[] = [];
  let at = 0;
  for (;;) {
    const cell = cellAt(bytes, at);
    names.push(cell.text);
    at = cell.end + 1;
    if (bytes[cell.end] !== COMMA) break;
  }
  // A line with a word too many is a row with a fault, unless a feature has that name.
  const isHeader =
    names.some((name, index) => readCell(name, words[index]) === undefined) &&
    names.some((name) => features.some((feature) => isAlike(feature, name)));
  if (!isHeader) return undefined;
  if (at >= bytes.length) throw noRows();
  return { order: orderOfNames(names, model, 'The first line'), end: at };
}

/** Reads rows from `start` on; with an order, column n goes to the place `order[n]`. */
function readLines(body: Uint8Array, start: number, model: ModelInput, order?: Int32Array): FeatureRows {
  const { featureCount } = model;
  const width = order?.length ?? featureCount;
  const hasWords = model.words.some((words) => words !== undefined);
  const bytes = withNewline(body);
  let values = roomForValues(Math.max(featureCount, Math.ceil((body.length - start) / 4)));
  let rowCount = 0;
  let column = 0;
  let at = start;
  for (;;) {
    const cell = at;
    let byte = bytes[at];
    if (byte === MINUS) byte = bytes[++at];
    const first = at;
    let point = -1;
    let quick = 0;
    let quickEnd = at + QUICK_DIGITS;
    while (byte >= ZERO && byte <= NINE && at < quickEnd) {
      quick = (quick * 10 + (byte - ZERO)) | 0;
      byte = bytes[++at];
    }
    if (byte === POINT) {
      point = at;
      quickEnd += 1;
      byte = bytes[++at];
      while (byte >= ZERO && byte <= NINE && at < quickEnd) {
        quick = (quick * 10 + (byte - ZERO)) | 0;
        byte = bytes[++at];
      }
    }
    let digits = quick;
    while ((byte >= ZERO && byte <= NINE) || (byte === POINT && point === -1)) {
      if (byte === POINT) point = at;
      else digits = digits * 10 + (byte - ZERO);
      byte = bytes[++at];
    }
    const decimals = point === -1 ? 0 : at - point - 1;
    const count = at - first - (point === -1 ? 0 : 1);
    // NaN beyond the table, which is never sure.
    if (decimals > 0) digits /= POWERS_OF_TEN[decimals];
    let value = first > cell ? -digits : digits;
    const place = order === undefined ? column : order[column];
    const isPlain = count > 0 && (byte === COMMA || byte === NEWLINE);
    const isRead = isPlain && (count <= EXACT_DIGITS || (count <= MOST_DIGITS && isSure(value)));
    if (!isRead || (hasWords && model.words[place] !== undefined)) {
      const { text, end } = cellAt(body, cell);
      // The target's cell, and one too many, are not read.
      const isFeature = column < width && place >= 0;
      value = isFeature ? requireCell(text, model.words[place], { row: rowCount, column, order }) : 0;
      at = end;
      byte = bytes[at];
    }
    if (column < width && place >= 0) values[rowCount * featureCount + place] = value;
    column += 1;
    at += 1;
    if (byte === COMMA) continue;
    if (column !== width) throw wrongWidth(column, rowCount, model, order);
    column = 0;
    rowCount += 1;
    if (at > body.length) return { values: values.slice(0, rowCount * featureCount), rowCount };
    if ((rowCount + 1) * featureCount > values.length) values = enlarged(values, featureCount);
  }
}

const roomForBytes = new KeptBytes();
const roomForNumbers = new KeptBytes();

/** A copy with a line's end after it, so that no read goes beyond the array: V8 would do all others slowly, too. */
function withNewline(body: Uint8Array): Uint8Array {
  const bytes = roomForBytes.take(body.length + 1);
  bytes.set(body);
  bytes[body.length] = NEWLINE;
  return bytes;
}

function roomForValues(count: number): Float32Array<ArrayBuffer> {
  const { buffer, byteLength } = roomForNumbers.take(count * Float32Array.BYTES_PER_ELEMENT);
  return new Float32Array(buffer, 0, Math.floor(byteLength / Float32Array.BYTES_PER_ELEMENT));
}

function enlarged(values: Float32Array, atLeast: number): Float32Array<ArrayBuffer> {
  const larger = new Float32Array(2 * values.length + atLeast);
  larger.set(values);
  return larger;
}

/** The text of a cell without quotes, and the place of the comma, the line's end or the body's end after it. */
function cellAt(bytes: Uint8Array, start: number): { readonly text: string; readonly end: number } {
  let at = start;
  while (bytes[at] === SPACE) at += 1;
  if (bytes[at] !== QUOTE) {
    while (at < bytes.length && bytes[at] !== COMMA && bytes[at] !== NEWLINE) at += 1;
    return { text: textOf(bytes, start, at).trim(), end: at };
  }
  const first = at + 1;
  for (at = first; at < bytes.length; at += 1) {
    if (bytes[at] !== QUOTE) continue;
    // A doubled quote is a quote in the text.
    if (bytes[at + 1] !== QUOTE) break;
    at += 1;
  }
  const text = textOf(bytes, first, at).replaceAll('""', '"');
  at += 1;
  while (at < bytes.length && bytes[at] !== COMMA && bytes[at] !== NEWLINE) at += 1;
  return { text, end: Math.min(at, bytes.length) };
}

function textOf(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
}

interface CellPlace {
  /** Counted from 0, without the header. */
  readonly row: number;
  readonly column: number;
  readonly order: Int32Array | undefined;
}

function requireCell(
  text: string,
  words: ReadonlyMap<string, number> | undefined,
  { row, column, order }: CellPlace,
): number {
  const value = readCell(text, words);
  if (value !== undefined) return value;
  const line = row + (order === undefined ? 1 : 2);
  throw new BadRequest(
    `Line ${line}, value ${column + 1} is not ${cellWords(words)}: ${JSON.stringify(text)}.`,
    line === 1 && words === undefined
      ? { advice: 'Send rows without a header, or with the names of the features in the first line.' }
      : {},
  );
}
