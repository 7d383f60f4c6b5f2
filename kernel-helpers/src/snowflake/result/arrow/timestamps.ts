import { Type } from '@uwdata/flechette';
import type { PieceOf } from '../piece-column';
import type { BatchPart } from './batch-part';
import { type Integers, integersOf } from './integers';
import { refuseType } from './unexpected-type';

const NANOSECONDS_A_MILLISECOND = 1_000_000;
const DIGITS_OF_MILLISECONDS = 3;
const DIGITS_OF_NANOSECONDS = 9;
const OFFSET_OF_UTC = 1440;

/**
 * A time stamp is one whole number of units of its scale, or `{epoch, fraction}`: seconds and nanoseconds after them. With
 * a zone it is `{epoch, timezone}`, units of its scale, or `{epoch, fraction, timezone}`
 * (`nanoarrow_cpp/ArrowIterator/TimeStampConverter.cpp` of the Python connector, 4.8).
 */
export function writeTimestamps(column: PieceOf<'timestamp'>, part: BatchPart, scale: number): void {
  const { rows, target } = part;
  const epoch = childOf(part, 'epoch') ?? integersOf(part) ?? refuseType(column.plan);
  const fraction = childOf(part, 'fraction');
  if (fraction === undefined) writeUnits(column, epoch, part, scale);
  else {
    const seconds = numbers(epoch);
    const nanoseconds = numbers(fraction);
    for (let row = 0; row < rows; row += 1) {
      const rest = nanoseconds(row);
      column.values[target + row] = seconds(row) * 1000 + Math.floor(rest / NANOSECONDS_A_MILLISECOND);
      column.nanoseconds[target + row] = rest % NANOSECONDS_A_MILLISECOND;
    }
  }
  if (column.offsets === undefined) return;
  const zone = numbers(childOf(part, 'timezone') ?? refuseType(column.plan));
  for (let row = 0; row < rows; row += 1) column.offsets[target + row] = zone(row) - OFFSET_OF_UTC;
}

function writeUnits(column: PieceOf<'timestamp'>, epoch: Integers, { rows, target }: BatchPart, scale: number): void {
  if (scale <= DIGITS_OF_MILLISECONDS) {
    const units = numbers(epoch);
    const milliseconds = 10 ** (DIGITS_OF_MILLISECONDS - scale);
    for (let row = 0; row < rows; row += 1) column.values[target + row] = units(row) * milliseconds;
    return;
  }
  const unitsAMillisecond = 10n ** BigInt(scale - DIGITS_OF_MILLISECONDS);
  const nanosecondsAUnit = 10 ** (DIGITS_OF_NANOSECONDS - scale);
  for (let row = 0; row < rows; row += 1) {
    const units = epoch.kind === 'wide' ? epoch.at(row) : BigInt(epoch.values[row]);
    const rest = ((units % unitsAMillisecond) + unitsAMillisecond) % unitsAMillisecond;
    column.values[target + row] = Number((units - rest) / unitsAMillisecond);
    column.nanoseconds[target + row] = Number(rest) * nanosecondsAUnit;
  }
}

function childOf({ type, batch, from, rows }: BatchPart, name: string): Integers | undefined {
  if (type.typeId !== Type.Struct) return undefined;
  const index = type.children.findIndex((child) => child.name === name);
  const child = batch.children?.[index];
  return child === undefined ? undefined : integersOf({ type: type.children[index].type, batch: child, from, rows });
}

function numbers(integers: Integers): (row: number) => number {
  switch (integers.kind) {
    case 'small':
      return (row) => integers.values[row];
    case 'words': {
      const { buffer, byteOffset, length } = integers.values;
      const words = new Int32Array(buffer, byteOffset, length * 2);
      return (row) => words[row * 2 + 1] * 2 ** 32 + (words[row * 2] >>> 0);
    }
    case 'wide':
      return (row) => Number(integers.at(row));
  }
}
