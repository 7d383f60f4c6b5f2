import { columnTexts } from '../values/cells';
import { isoTime } from '../values/iso-time';
import type { Column, NumberColumn, TimestampColumn } from './table';

/** JSON results carry 15 significant digits of a FLOAT. */
const FLOAT_TOLERANCE = 1e-14;

/**
 * Says what differs between the values of two columns, whatever their order; undefined if nothing differs.
 * Every digit of every value counts; only a FLOAT is compared as exactly as Snowflake sends it.
 */
export function columnDifference(sent: Column, read: Column): string | undefined {
  if (sent.kind === 'number' && read.kind === 'number') return numberDifference(sent, read);
  const [ours, theirs] = keyReaders(sent, read);
  const counts = new Map<string, number>();
  forEachValue(sent, (row) => {
    const key = ours(row);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  });
  forEachValue(read, (row) => {
    const key = theirs(row);
    counts.set(key, (counts.get(key) ?? 0) - 1);
  });
  const onlySent = [...counts].find(([, count]) => count > 0)?.[0];
  const onlyRead = [...counts].find(([, count]) => count < 0)?.[0];
  if (onlySent === undefined && onlyRead === undefined) return undefined;
  return describe(onlySent, onlyRead);
}

/** The number of values that are not null. */
export function countValues(column: Column): number {
  let count = 0;
  forEachValue(column, () => {
    count += 1;
  });
  return count;
}

export function forEachValue({ values, nulls }: Column, visit: (row: number) => void): void {
  for (let row = 0; row < values.length; row += 1) if (nulls?.[row] !== 1) visit(row);
}

function numberDifference(sent: NumberColumn, read: NumberColumn): string | undefined {
  const [ours, theirs] = [sortedValues(sent), sortedValues(read)];
  const length = Math.max(ours.length, theirs.length);
  for (let index = 0; index < length; index += 1) {
    const [left, right] = [ours[index], theirs[index]];
    if (left === undefined || right === undefined || !isSameNumber(left, right)) {
      return describe(textOf(left), textOf(right));
    }
  }
  return undefined;
}

function sortedValues(column: NumberColumn): Float64Array {
  const { values, nulls } = column;
  return values.filter((_, row) => nulls?.[row] !== 1).sort();
}

function isSameNumber(left: number, right: number): boolean {
  if (Object.is(left, right) || left === right) return true;
  if (!Number.isFinite(left) || !Number.isFinite(right)) return false;
  // Whole numbers arrive exactly.
  if (Number.isInteger(left) && Number.isInteger(right) && Math.abs(left) < 1e15) return false;
  return Math.abs(left - right) <= FLOAT_TOLERANCE * Math.max(Math.abs(left), Math.abs(right));
}

function textOf(value: number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}

/** A DataFrame holds as text what danfo has no type for, so text is compared with the text of such a column. */
function keyReaders(sent: Column, read: Column): readonly [(row: number) => string, (row: number) => string] {
  const asText = [sent, read].some(({ kind }) => kind === 'text') && [sent, read].every(isTextInFrames);
  const reader = (column: Column) => {
    const text = column.kind === 'timestamp' && !asText ? instantTexts(column) : columnTexts(column);
    const isPlain = asText || column.kind === 'number' || column.kind === 'bigint' || column.kind === 'decimal';
    const prefix = isPlain ? '' : `${column.kind} `;
    const trim = column.kind === 'number' || column.kind === 'decimal';
    return (row: number): string => `${prefix}${trim && !asText ? trimmed(text(row)) : text(row)}`;
  };
  return [reader(sent), reader(read)];
}

function isTextInFrames({ kind }: Column): boolean {
  return kind !== 'number' && kind !== 'boolean';
}

/** The instants of a TIMESTAMP_LTZ are the same in every session, whatever its time zone. */
function instantTexts(column: TimestampColumn): (row: number) => string | null {
  if (column.timeZone === undefined) return columnTexts(column);
  const { values, nanoseconds } = column;
  return (row) => `${isoTime({ milliseconds: values[row], nanoseconds: nanoseconds?.[row] ?? 0 })} (instant)`;
}

/** 1.10 and 1.1 are one number. */
function trimmed(text: string | null): string {
  return text?.includes('.') === true ? text.replace(/\.?0+$/, '') : String(text);
}

function describe(sent: string | undefined, read: string | undefined): string {
  if (sent === undefined) return `only read: ${read}`;
  return read === undefined ? `only sent: ${sent}` : `sent ${sent}, read ${read}`;
}
