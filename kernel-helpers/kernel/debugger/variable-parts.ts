import { types } from 'node:util';
import { lineOf } from './variable-text';

export interface VariablePart {
  readonly name: string;
  readonly value: unknown;
}

/** Not a value: says something about values that are not shown. */
export class Remark {
  constructor(readonly text: string) {}
}

/** What is in a value: elements, entries, properties. No getter and no trap of a proxy runs. */
export function partsOf(value: unknown, start: number, count: number): readonly VariablePart[] {
  if (!isObject(value) || types.isProxy(value)) return [];
  if (Array.isArray(value) || isTypedArray(value)) return elementsOf(value, start, count);
  if (value instanceof Map) {
    return page([...value], start, count, ([key, entry]) => ({ name: lineOf(key), value: entry }));
  }
  if (value instanceof Set) {
    return page([...value], start, count, (element, index) => ({ name: String(index), value: element }));
  }
  return page(propertiesOf(value), start, count, (property) => property);
}

/** True for a value with parts. */
export function hasParts(value: unknown): boolean {
  return partsOf(value, 0, 1).length > 0;
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function isTypedArray(value: object): value is Uint8Array {
  return ArrayBuffer.isView(value) && 'length' in value;
}

function elementsOf(array: ArrayLike<unknown>, start: number, count: number): readonly VariablePart[] {
  const end = Math.min(array.length, start + count);
  const shown = Array.from({ length: Math.max(0, end - start) }, (_none, offset) => {
    return { name: String(start + offset), value: valueAt(array, String(start + offset)) };
  });
  return [...shown, ...restAfter(end, array.length)];
}

function page<T>(
  all: readonly T[],
  start: number,
  count: number,
  part: (item: T, index: number) => VariablePart,
): readonly VariablePart[] {
  const shown = all.slice(start, start + count).map((item, offset) => part(item, start + offset));
  return [...shown, ...restAfter(start + shown.length, all.length)];
}

function restAfter(end: number, length: number): readonly VariablePart[] {
  return end < length ? [{ name: '…', value: new Remark(`${length - end} more`) }] : [];
}

function propertiesOf(value: object): readonly VariablePart[] {
  const isError = value instanceof Error;
  return Reflect.ownKeys(value).flatMap((key) => {
    const isShown = isError || Object.prototype.propertyIsEnumerable.call(value, key);
    return isShown ? [{ name: String(key), value: valueAt(value, key) }] : [];
  });
}

function valueAt(holder: object, key: PropertyKey): unknown {
  const property = Object.getOwnPropertyDescriptor(holder, key);
  return property?.get ? new Remark('[Getter]') : property?.value;
}
