import type { PossibleTable } from '../language/column-text';
import { isQuiet, ownMember } from '../variable-list/quiet-read';
import { tableShape } from '../variable-list/table-shape';

type Values = Readonly<Record<string, unknown>>;

/** Objects in an array after this many are taken to have the keys of those before. */
const ROWS_LOOKED_AT = 20;

/** The columns of the first of these tables that has some: those of its value now, else those of its type, else those of
 * the value that it was made of. */
export function columnNames(tables: readonly PossibleTable[], values: Values): readonly string[] {
  for (const { path, typed, isMade } of tables) {
    const value = path && valueAt(path, values);
    const isTyped = value === undefined || (isMade && typed.length > 0);
    const names = isTyped ? typed : columnsOf(value);
    if (names.length > 0) return names;
  }
  return [];
}

/** Never runs a getter: people who only type expect that nothing happens. */
function valueAt([name, ...members]: readonly string[], values: Values): unknown {
  return members.reduce<unknown>((value, member) => ownMember(value, member), values[name]);
}

/** Of a Table, a danfo DataFrame, an Arrow table, objects as rows, or columns by name. */
function columnsOf(value: unknown): readonly string[] {
  if (!isQuiet(value) || ArrayBuffer.isView(value)) return [];
  if (Array.isArray(value)) return keysOfRows(value.slice(0, ROWS_LOOKED_AT));
  const table = tableShape(value);
  if (table) return table.columns;
  const entries = Object.entries(Object.getOwnPropertyDescriptors(value));
  const areColumns = entries.every(([, { value: held }]) => Array.isArray(held) || ArrayBuffer.isView(held));
  return areColumns ? entries.map(([name]) => name) : [];
}

function keysOfRows(rows: readonly unknown[]): readonly string[] {
  const areRows = rows.every((row) => isQuiet(row) && !Array.isArray(row) && !ArrayBuffer.isView(row));
  return areRows ? [...new Set(rows.flatMap((row) => Object.keys(Object(row))))] : [];
}
