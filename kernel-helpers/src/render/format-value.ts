import { CalendarDate } from '../values/calendar-date';
import { Decimal } from '../values/decimal';
import { Timestamp } from '../values/timestamp';
import { inspectValue } from './inspect-value';

const MAX_TEXT_LENGTH = 80;
const SIGNIFICANT_DIGITS = 6;

/** A value as a table cell shows it: numbers to six digits, long text cut, missing values named. */
export function formatValue(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number') return formatNumber(value);
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (value instanceof Date) return formatDate(value);
  if (value instanceof Timestamp) return String(value).replace('T', ' ');
  if (value instanceof Decimal || value instanceof CalendarDate) return String(value);
  const text = typeof value === 'string' ? value : (jsonOf(value) ?? inspectValue(value));
  return text.length > MAX_TEXT_LENGTH ? `${firstCharacters(text, MAX_TEXT_LENGTH - 1)}…` : text;
}

function formatDate(date: Date): string {
  if (Number.isNaN(date.getTime())) return 'Invalid Date';
  return date.toISOString().replace('T', ' ').replace('.000Z', 'Z');
}

/** Undefined for what JSON cannot hold: a circle, a bigint inside, a function. */
function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/** At most `count` characters, and never half an emoji at the end. */
function firstCharacters(text: string, count: number): string {
  return text.slice(0, count).replace(/[\ud800-\udbff]$/, '');
}

/** A number to six significant digits without trailing zeros; whole numbers keep all their digits. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value) || Number.isInteger(value)) return String(value);
  return String(Number(value.toPrecision(SIGNIFICANT_DIGITS)));
}

/** A whole number with thousands separators: `20,640`. The first use of `Intl` would cost a kernel 30 ms. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `1 row`, `2 rows`. */
export function countOf(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`;
}
