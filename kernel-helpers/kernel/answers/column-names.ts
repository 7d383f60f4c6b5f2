import { types } from 'node:util';
import { isDanfoFrame } from 'kernel-helpers/values/danfo-frame';
import type { PossibleTable } from '../language/column-text';

type Values = Readonly<Record<string, unknown>>;

/** Objects in an array after this many are taken to have the keys of those before. */
const ROWS_LOOKED_AT = 20;

/** The columns of the first of these tables that has some: those of its value now, else those of its type. */
export function columnNames(tables: readonly PossibleTable[], values: Values): readonly string[] {
  for (const { path, typed } of tables) {
    const value = path && valueAt(path, values);
    const names = value === undefined ? typed : columnsOf(value);
    if (names.length > 0) return names;
  }
  return [];
}

/** Never runs a getter: people who only type expect that nothing happens. */
function valueAt([name, ...members]: readonly string[], values: Values): unknown {
  let value = values[name];
  for (const member of members) {
    if (!isPlain(value)) return undefined;
    value = Object.getOwnPropertyDescriptor(value, member)?.value;
  }
  return value;
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !types.isProxy(value);
}

/** Of a Table, a danfo DataFrame, an Arrow table, objects as rows, or columns by name. */
function columnsOf(value: unknown): readonly string[] {
  if (!isPlain(value) || ArrayBuffer.isView(value)) return [];
  if (Array.isArray(value)) return keysOfRows(value.slice(0, ROWS_LOOKED_AT));
  if (isDanfoFrame(value)) return value.columns.map(String);
  const listed = namesIn(own(value, 'columns')) ?? namesIn(own(own(value, 'schema'), 'fields'));
  if (listed) return listed;
  const entries = Object.entries(Object.getOwnPropertyDescriptors(value));
  const areColumns = entries.every(([, { value: held }]) => Array.isArray(held) || ArrayBuffer.isView(held));
  return areColumns ? entries.map(([name]) => name) : [];
}

function keysOfRows(rows: readonly unknown[]): readonly string[] {
  const areRows = rows.every((row) => isPlain(row) && !Array.isArray(row) && !ArrayBuffer.isView(row));
  return areRows ? [...new Set(rows.flatMap((row) => Object.keys(Object(row))))] : [];
}

function own(value: unknown, name: string): unknown {
  return isPlain(value) ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
}

function namesIn(columns: unknown): readonly string[] | undefined {
  if (!Array.isArray(columns)) return undefined;
  const names = columns.map((column) => own(column, 'name'));
  return names.every((name) => typeof name === 'string') ? names : undefined;
}
