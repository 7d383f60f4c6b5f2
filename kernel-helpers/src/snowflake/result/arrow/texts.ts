import { Type } from '@uwdata/flechette';
import { decimalText } from '../../../values/decimal-digits';
import type { TextPart } from '../../../values/text-part';
import type { ColumnPlan } from '../column-plan';
import { timeOfDayOf } from '../wire-values';
import type { BatchPart } from './batch-part';
import { integersOf } from './integers';
import { refuseType } from './unexpected-type';

/** VARCHAR and VARIANT come as UTF-8, BINARY as its bytes, TIME as units of its scale since midnight. */
export function readTexts(plan: ColumnPlan, parts: readonly BatchPart[], scale: number): TextPart {
  if (plan.isTime) return textsOf(parts.flatMap((part) => timesOfDay(plan, part, scale)));
  const type = parts[0]?.type.typeId ?? Type.Utf8;
  if (type === Type.Utf8) return joined(plan, parts);
  if (type !== Type.Binary) refuseType(plan);
  const { bytes, offsets } = joined(plan, parts);
  // As in JSON: two digits for each byte.
  return { bytes: Buffer.from(hexOf(bytes), 'latin1'), offsets: offsets.map((offset) => offset * 2) };
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex').toUpperCase();
}

/** A copy: the rest of the chunk is not kept. */
function joined(plan: ColumnPlan, parts: readonly BatchPart[]): TextPart {
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const ranges = parts.map(({ batch, from, rows: count }) => {
    const { values, offsets } = batch as { readonly values?: unknown; readonly offsets?: unknown };
    if (!(values instanceof Uint8Array) || !(offsets instanceof Int32Array)) refuseType(plan);
    return {
      bytes: values.subarray(offsets[from], offsets[from + count]),
      offsets: offsets.subarray(from, from + count + 1),
    };
  });
  const bytes = new Uint8Array(ranges.reduce((sum, range) => sum + range.bytes.length, 0));
  const places = new Uint32Array(rows + 1);
  let at = 0;
  let row = 0;
  for (const range of ranges) {
    bytes.set(range.bytes, at);
    const shift = at - range.offsets[0];
    for (let place = 1; place < range.offsets.length; place += 1) places[row + place] = range.offsets[place] + shift;
    at += range.bytes.length;
    row += range.offsets.length - 1;
  }
  return { bytes, offsets: places };
}

function timesOfDay(plan: ColumnPlan, part: BatchPart, scale: number): readonly string[] {
  const units = integersOf(part) ?? refuseType(plan);
  return Array.from({ length: part.rows }, (_, row) => {
    if (!part.batch.isValid(part.from + row) && part.batch.nullCount > 0) return '';
    const value = units.kind === 'wide' ? units.at(row) : BigInt(units.values[row]);
    return timeOfDayOf(decimalText(value, scale)) ?? refuseType(plan);
  });
}

function textsOf(texts: readonly string[]): TextPart {
  const offsets = new Uint32Array(texts.length + 1);
  for (const [row, text] of texts.entries()) offsets[row + 1] = offsets[row] + text.length;
  return { bytes: Buffer.from(texts.join(''), 'latin1'), offsets };
}
