// AssemblyScript. Rows of JSON texts, `["1","a"],["2",null]`, into columns.
import { readBoolean, readDate, readTimestamp, readWhole } from './cells';
import { decimalEnd, readDecimal } from './decimal';
import {
  BOOLEAN,
  COLUMN_BYTES,
  DATE,
  ESCAPED,
  kindOf,
  mostDigitsOf,
  NUMBER,
  noteNull,
  nullsOf,
  partsOf,
  TEXT,
  TIMESTAMP,
  useTables,
  valuesOf,
  WHOLE,
  zonesOf,
} from './memory';
import { gatherTexts } from './texts';

export { gatherTexts, useTables };

/** The last row in the input is not complete. */
const INCOMPLETE: i32 = 0;
const ALL_ROWS: i32 = 1;
/** The list of hard cells is full. */
const MANY_HARD_CELLS: i32 = 2;
const DAMAGED: i32 = 3;

let position: usize = 0;
let inputEnd: usize = 0;
let rowsScanned: i32 = 0;
let hardCells: i32 = 0;
/** What stands in the wrong place: a byte, or one of the words below. */
let missing: i32 = 0;
const TEXT_OR_NULL: i32 = 256;

/** Where the scan stopped: after the last complete row, or at the damage. */
export function stoppedAt(): usize {
  return position;
}

export function scannedRows(): i32 {
  return rowsScanned;
}

export function foundHardCells(): i32 {
  return hardCells;
}

export function missingThere(): i32 {
  return missing;
}

/**
 * Scans rows from `start` on into rows 0, 1, … of the columns. Behind the input's end stand at least 32 zeros.
 * @param hard a list for cells of unusual form: row, column, where it begins and its length, each of 32 bits.
 * @param afterRow true if a row stands before these, so that a comma comes first.
 */
export function scan(
  start: usize,
  end: usize,
  columns: usize,
  columnCount: i32,
  rows: i32,
  afterRow: bool,
  hard: usize,
  hardRoom: i32,
): i32 {
  const lastColumn = columns + (<usize>columnCount) * COLUMN_BYTES;
  inputEnd = end;
  position = start;
  rowsScanned = 0;
  hardCells = 0;
  let comma = afterRow;
  while (rowsScanned < rows) {
    if (hardCells + columnCount > hardRoom) return MANY_HARD_CELLS;
    const hardBefore = hardCells;
    let p = position;
    if (comma) {
      p = after(p, 44);
      if (p == 0) return stop(hardBefore);
    }
    p = after(p, 91);
    if (p == 0) return stop(hardBefore);
    for (let column = columns; column < lastColumn; column += COLUMN_BYTES) {
      if (column != columns) {
        p = after(p, 44);
        if (p == 0) return stop(hardBefore);
      }
      p = readCell(p, column, <i32>((column - columns) / COLUMN_BYTES), hard);
      if (p == 0) return stop(hardBefore);
    }
    p = after(p, 93);
    if (p == 0) return stop(hardBefore);
    position = p;
    rowsScanned++;
    comma = true;
  }
  return ALL_ROWS;
}

let failedAt: usize = 0;

/** A row that is not complete is scanned again when more has come. */
function stop(hardBefore: i32): i32 {
  hardCells = hardBefore;
  if (failedAt >= inputEnd) return INCOMPLETE;
  position = failedAt;
  return DAMAGED;
}

// @ts-expect-error: decorator
@inline function fail(p: usize, expected: i32): usize {
  failedAt = p;
  missing = expected;
  return 0;
}

// @ts-expect-error: decorator
@inline function skipSpace(start: usize): usize {
  let p = start;
  let byte = load<u8>(p);
  while (byte == 32 || byte == 10 || byte == 13 || byte == 9) byte = load<u8>(++p);
  return p;
}

/** The place after a byte that has to come next. */
// @ts-expect-error: decorator
@inline function after(start: usize, byte: u8): usize {
  let p = start;
  if (load<u8>(p) != byte) {
    p = skipSpace(p);
    if (load<u8>(p) != byte) return fail(p, byte);
  }
  return p + 1;
}

function readCell(start: usize, column: usize, place: i32, hard: usize): usize {
  let p = start;
  let byte = load<u8>(p);
  if (byte != 34) {
    p = skipSpace(p);
    byte = load<u8>(p);
    if (byte == 110) return readNull(p, column);
    if (byte != 34) return fail(p, TEXT_OR_NULL);
  }
  p++;
  const row = <usize>rowsScanned;
  const kind = kindOf(column);
  if (kind == TEXT) {
    const end = textEnd(p);
    if (end == 0) return 0;
    store<u8>(nullsOf(column) + row, 0);
    store<u32>(valuesOf(column) + (row << 2), <u32>p);
    store<u32>(partsOf(column) + (row << 2), <u32>(end - p) | (hasEscape ? ESCAPED : 0));
    return end + 1;
  }
  let end: usize = 0;
  if (kind == NUMBER) {
    const value = readDecimal(p, mostDigitsOf(column));
    store<f64>(valuesOf(column) + (row << 3), value);
    if (value == value) end = decimalEnd;
  } else if (kind == TIMESTAMP) end = readTimestamp(column, row, p);
  else if (kind == WHOLE) end = readWhole(column, row, p);
  else if (kind == DATE) end = readDate(column, row, p);
  else if (kind == BOOLEAN) end = readBoolean(column, row, p);
  store<u8>(nullsOf(column) + row, 0);
  if (end != 0 && end < inputEnd) return end + 1;
  end = textEnd(p);
  if (end == 0) return 0;
  const cell = hard + ((<usize>hardCells) << 4);
  store<u32>(cell, <u32>row);
  store<u32>(cell, place, 4);
  store<u32>(cell, <u32>p, 8);
  store<u32>(cell, <u32>(end - p) | (hasEscape ? ESCAPED : 0), 12);
  hardCells++;
  return end + 1;
}

function readNull(start: usize, column: usize): usize {
  // The letters of "null" as they stand in memory.
  if (load<u32>(start) != 0x6c6c756e) {
    for (let p = start; p < start + 4; p++) {
      if (p >= inputEnd) return fail(p, TEXT_OR_NULL);
    }
    return fail(start, TEXT_OR_NULL);
  }
  const row = <usize>rowsScanned;
  store<u8>(nullsOf(column) + row, 1);
  noteNull(column);
  const kind = kindOf(column);
  if (kind == NUMBER) store<f64>(valuesOf(column) + (row << 3), NaN);
  else if (kind == TEXT) store<u32>(partsOf(column) + (row << 2), 0);
  else if (kind == BOOLEAN) store<u8>(valuesOf(column) + row, 0);
  else if (kind == DATE) store<i32>(valuesOf(column) + (row << 2), 0);
  else store<u64>(valuesOf(column) + (row << 3), 0);
  if (kind == TIMESTAMP) {
    store<i32>(partsOf(column) + (row << 2), 0);
    if (zonesOf(column) != 0) store<i16>(zonesOf(column) + (row << 1), 0);
  }
  return start + 4;
}

let hasEscape: bool = false;

/** Where the quote stands that ends a text, or 0 if the input ends before or a control character stands in the text. */
function textEnd(start: usize): usize {
  let p = start;
  hasEscape = false;
  while (p < inputEnd) {
    const sixteen = v128.load(p);
    const quotes = v128.or(i8x16.eq(sixteen, i8x16.splat(34)), i8x16.eq(sixteen, i8x16.splat(92)));
    const found = i8x16.bitmask(v128.or(quotes, i8x16.lt_u(sixteen, i8x16.splat(32))));
    if (found == 0) {
      p += 16;
      continue;
    }
    p += <usize>ctz(found);
    const byte = load<u8>(p);
    if (byte == 34) return p;
    if (byte != 92) return fail(p, 34);
    hasEscape = true;
    p += 2;
  }
  return fail(inputEnd, 34);
}
