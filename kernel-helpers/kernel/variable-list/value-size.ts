import { types } from 'node:util';
import { isQuiet } from './quiet-read';
import { tableShape } from './table-shape';

/** `20,640 × 9` of a table, `1,000 (8,000 B)` of a typed array, the length or count of others; empty without a size. */
export function sizeOf(value: unknown): string {
  if (typeof value === 'string') return count(value.length);
  if (!isQuiet(value)) return '';
  const table = tableShape(value);
  if (table) return `${count(table.rows)} × ${count(table.columns.length)}`;
  if (Array.isArray(value)) return count(value.length);
  if (types.isTypedArray(value)) return `${count(value.length)} (${count(value.byteLength)} B)`;
  if (types.isAnyArrayBuffer(value)) return `${count(value.byteLength)} B`;
  if (types.isMap(value)) return count(Reflect.get(Map.prototype, 'size', value));
  if (types.isSet(value)) return count(Reflect.get(Set.prototype, 'size', value));
  return Object.getPrototypeOf(value) === Object.prototype ? count(Object.keys(value).length) : '';
}

/** `20640` as `20,640`. A list asks for hundreds of these, and `toLocaleString` takes a hundred times as long. */
function count(number: number): string {
  return String(number).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}
