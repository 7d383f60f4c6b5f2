import { inspect, types } from 'node:util';
import { JUPYTER_DISPLAY } from 'kernel-helpers/render/self-display';
import { CalendarDate } from 'kernel-helpers/values/calendar-date';
import { Decimal } from 'kernel-helpers/values/decimal';
import { Timestamp } from 'kernel-helpers/values/timestamp';
import { classNameOf, hasMember, isQuiet, memberOf } from './quiet-read';
import { tableShape } from './table-shape';

const LONGEST = 120;
const MOST_PARTS = 5;
const LONGEST_TEXT = 100;
const LONGEST_PART = 30;
/** A number with more digits takes long to write. */
const LARGEST = 10n ** 40n;
const SOUNDS_SECRET = /secret|token|passw|passphrase|private_?key|access_?key|credential|api_?key/i;

/**
 * A value on one short line. Nothing of the value's own code runs. What says itself how it looks, and what sounds like
 * a secret by its name, is not looked into: the line is empty, or says that it is hidden.
 */
export function valueText(name: string, value: unknown): string {
  const text = SOUNDS_SECRET.test(name) ? hidden(value) : textOf(value);
  return cut(text.replaceAll(/\s+/g, ' '), LONGEST);
}

function hidden(value: unknown): string {
  return value === undefined || value === null || typeof value === 'boolean' ? String(value) : '(hidden)';
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return quoted(value, LONGEST_TEXT);
  if (!isQuiet(value)) return partText(value);
  const table = tableShape(value);
  if (table) return table.columns.slice(0, 20).join(', ');
  if (Array.isArray(value)) return listText(value.length, (index) => memberOf(value, index));
  if (types.isTypedArray(value)) return listText(value.length, (index) => value[index]);
  if (types.isMap(value)) return mapText(value);
  if (types.isSet(value))
    return `{ ${partsText([...firstOf(Set.prototype.values.call(value))].map(partText), value)} }`;
  const known = knownText(value);
  if (known !== undefined) return known;
  return saysItself(value) ? '' : membersText(value);
}

/** A value inside another. */
function partText(value: unknown): string {
  if (typeof value === 'string') return quoted(value, LONGEST_PART);
  if (typeof value === 'bigint') return value < LARGEST && value > -LARGEST ? `${value}n` : 'a large bigint';
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value === 'function') return types.isProxy(value) ? 'Proxy' : `ƒ ${classOrName(value)}`;
  if (typeof value !== 'object' || value === null) return String(value);
  if (!isQuiet(value)) return 'Proxy';
  if (Array.isArray(value)) return value.length === 0 ? '[]' : '[…]';
  const known = knownText(value);
  if (known !== undefined) return known;
  const name = classNameOf(value);
  return name === '' || name === 'Object' ? '{…}' : name;
}

/** Values that are one thing, of classes whose text is known here. */
function knownText(value: object): string | undefined {
  if (types.isDate(value)) {
    const time = Date.prototype.getTime.call(value);
    return Number.isNaN(time) ? 'Invalid Date' : new Date(time).toISOString();
  }
  if (types.isNativeError(value)) return `${memberOf(value, 'name')}: ${memberOf(value, 'message')}`;
  const isOwn = value instanceof Decimal || value instanceof Timestamp || value instanceof CalendarDate;
  return isOwn ? String(value) : undefined;
}

function saysItself(value: object): boolean {
  return hasMember(value, inspect.custom) || hasMember(value, JUPYTER_DISPLAY) || value === process.env;
}

function membersText(value: object): string {
  const parts: string[] = [];
  const names = Object.keys(value);
  for (const name of names.slice(0, MOST_PARTS)) {
    const member = Object.getOwnPropertyDescriptor(value, name);
    const text = member?.get ? '(getter)' : partText(member?.value);
    parts.push(`${name}: ${SOUNDS_SECRET.test(name) ? hidden(member?.value) : text}`);
  }
  if (names.length === 0) return classNameOf(value) === 'Object' ? '{}' : '';
  return `{ ${parts.join(', ')}${names.length > MOST_PARTS ? ', …' : ''} }`;
}

function listText(length: number, at: (index: number) => unknown): string {
  const parts = Array.from({ length: Math.min(length, MOST_PARTS) }, (_, index) => partText(at(index)));
  return `[${parts.join(', ')}${length > MOST_PARTS ? ', …' : ''}]`;
}

function mapText(map: ReadonlyMap<unknown, unknown>): string {
  const entries = [...firstOf(Map.prototype.entries.call(map))];
  const parts = entries.map(([key, value]) => {
    const isHidden = typeof key === 'string' && SOUNDS_SECRET.test(key);
    return `${partText(key)} → ${isHidden ? hidden(value) : partText(value)}`;
  });
  return `{ ${partsText(parts, map)} }`;
}

function partsText(parts: readonly string[], { size }: { readonly size: number }): string {
  return `${parts.join(', ')}${size > MOST_PARTS ? ', …' : ''}`;
}

function* firstOf<T>(values: Iterable<T>): Generator<T> {
  let taken = 0;
  for (const value of values) {
    if (taken === MOST_PARTS) return;
    taken += 1;
    yield value;
  }
}

function classOrName(value: object): string {
  const name = Object.getOwnPropertyDescriptor(value, 'name')?.value;
  return typeof name === 'string' && name !== '' ? name : '(anonymous)';
}

function quoted(text: string, longest: number): string {
  return JSON.stringify(text.length > longest ? `${text.slice(0, longest)}…` : text);
}

function cut(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
