import { PlatformError } from '../../errors';
import type { TextPart } from '../../values/text-part';
import type { ColumnPlan } from './column-plan';
import { timeOfDayOf } from './wire-values';

/** Seconds since midnight, as they come, as `12:34:56.789`. */
export function timesOfDay({ bytes, offsets }: TextPart, nulls: Uint8Array, plan: ColumnPlan): TextPart {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const texts = Array.from({ length: offsets.length - 1 }, (_, row) => {
    const text = source.toString('latin1', offsets[row], offsets[row + 1]);
    return nulls[row] === 1 ? '' : (timeOfDayOf(text) ?? refuse(plan, text));
  });
  const places = new Uint32Array(offsets.length);
  texts.forEach((text, row) => {
    places[row + 1] = places[row] + text.length;
  });
  return { bytes: Buffer.from(texts.join(''), 'latin1'), offsets: places };
}

function refuse({ name, type }: ColumnPlan, text: string): never {
  throw new PlatformError(`Column ${name} is ${type}, but Snowflake's result holds "${text.slice(0, 40)}" in it.`, {
    facts: { column: name },
    reason: 'unreadable-answer',
  });
}
