import { Type } from '@uwdata/flechette';
import { decimalText, readDecimal } from '../../../values/decimal-digits';
import { writeHardCell } from '../hard-cell';
import { type PieceOf, writeDecimal, writeWholeNumber } from '../piece-column';
import type { BatchPart } from './batch-part';
import { decFloatsOf } from './dec-floats';
import { integersOf } from './integers';
import { refuseType } from './unexpected-type';

const HIGH_WORD = 2 ** 32;
/** Up to 15 digits, a whole number and its quotient by an exact power of ten are the double that its text names. */
const LONGEST_EXACT = 10 ** 15;
const MAX_EXACT_POWER = 22;

/** FLOAT, NUMBER and DECFLOAT. */
export function writeNumbers(column: PieceOf<'number'>, part: BatchPart, scale: number): void {
  const values: unknown = part.batch.values;
  const { from, rows, target } = part;
  if (values instanceof Float64Array) {
    column.values.set(values.subarray(from, from + rows), target);
    return;
  }
  const whole = integersOf(part);
  if (whole !== undefined) {
    if (whole.kind === 'small') writeSmall(column.values, whole.values, target, scale);
    else if (whole.kind === 'words') writeWords(column, whole.values, target, scale);
    else for (let row = 0; row < rows; row += 1) writeDigits(column, target + row, whole.at(row), scale);
    return;
  }
  const texts = decFloatsOf(part) ?? refuseType(column.plan);
  for (const [row, text] of texts.entries()) if (text !== undefined) writeHardCell(column, target + row, text);
}

function writeSmall(
  into: Float64Array,
  values: Int8Array | Int16Array | Int32Array,
  target: number,
  scale: number,
): void {
  if (scale === 0) into.set(values, target);
  else if (scale <= MAX_EXACT_POWER) {
    const power = 10 ** scale;
    for (let row = 0; row < values.length; row += 1) into[target + row] = values[row] / power;
  } else {
    for (let row = 0; row < values.length; row += 1)
      into[target + row] = Number(decimalText(BigInt(values[row]), scale));
  }
}

function writeWords(column: PieceOf<'number'>, values: BigInt64Array, target: number, scale: number): void {
  const words = new Int32Array(values.buffer, values.byteOffset, values.length * 2);
  const power = scale <= MAX_EXACT_POWER ? 10 ** scale : Number.NaN;
  for (let row = 0; row < values.length; row += 1) {
    const value = words[row * 2 + 1] * HIGH_WORD + (words[row * 2] >>> 0);
    if (Math.abs(value) < LONGEST_EXACT && power > 0) column.values[target + row] = value / power;
    else writeDigits(column, target + row, values[row], scale);
  }
}

function writeDigits(column: PieceOf<'number'>, row: number, digits: bigint, scale: number): void {
  writeDecimal(column, row, readDecimal(decimalText(digits, scale), scale) ?? digits);
}

/** Any number, and BOOLEAN as 0 and 1, as the nearest number of 32 bits. */
export function writeSingles({ plan, values }: PieceOf<'float32'>, part: BatchPart, scale: number): void {
  const { rows, target } = part;
  if (part.type.typeId === Type.Bool) {
    const flags = new Uint8Array(rows);
    writeFlags({ plan, kind: 'boolean', values: flags }, { ...part, target: 0 });
    values.set(flags, target);
    return;
  }
  const doubles = { plan, kind: 'number', values: new Float64Array(rows), long: new Map<number, bigint>() } as const;
  writeNumbers(doubles, { ...part, target: 0 }, scale);
  values.set(doubles.values, target);
  for (const [row, digits] of doubles.long) values[target + row] = Number(decimalText(digits, scale));
}

/** NUMBER(p,0). */
export function writeWholeNumbers(column: PieceOf<'bigint'>, part: BatchPart): void {
  const { rows, target } = part;
  const whole = integersOf(part) ?? refuseType(column.plan);
  if (whole.kind === 'words') column.values.set(whole.values, target);
  else if (whole.kind === 'wide')
    for (let row = 0; row < rows; row += 1) writeWholeNumber(column, target + row, whole.at(row));
  else {
    const { values } = column;
    const words = new Int32Array(values.buffer, values.byteOffset + target * 8, rows * 2);
    for (let row = 0; row < rows; row += 1) {
      words[row * 2] = whole.values[row];
      words[row * 2 + 1] = whole.values[row] >> 31;
    }
  }
}

export function writeFlags(column: PieceOf<'boolean'>, { batch, from, rows, target }: BatchPart): void {
  const bits: unknown = batch.values;
  if (!(bits instanceof Uint8Array)) refuseType(column.plan);
  for (let row = 0; row < rows; row += 1)
    column.values[target + row] = (bits[(from + row) >> 3] >> ((from + row) & 7)) & 1;
}

export function writeDays(column: PieceOf<'date'>, { batch, from, rows, target }: BatchPart): void {
  const days: unknown = batch.values;
  if (!(days instanceof Int32Array)) refuseType(column.plan);
  column.values.set(days.subarray(from, from + rows), target);
}
