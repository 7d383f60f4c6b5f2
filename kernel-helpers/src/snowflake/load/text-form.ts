import type { Column } from '../../table/table';
import { typeParts } from '../../values/type-parts';

/** How SQL makes values of types that are read, and sent, as JSON. */
const FROM_TEXT: ReadonlyMap<string, (text: string) => string> = new Map([
  ['VARIANT', (text: string) => `parse_json(${text})`],
  ['OBJECT', (text: string) => `parse_json(${text})::object`],
  ['ARRAY', (text: string) => `parse_json(${text})::array`],
]);

/** A column on its way, and the type that its values are to have. */
interface SentColumn {
  readonly type: string;
  readonly column: Column;
}

/** True if the column holds JSON that SQL has to turn into values again. An OBJECT or an ARRAY fits a VARIANT as it is. */
export function needsSql({ type, column }: SentColumn): boolean {
  if (column.kind !== 'text') return false;
  const from = typeParts(column.type).name;
  const to = typeParts(type).name;
  return FROM_TEXT.has(from) && (to === from || to === 'VARIANT');
}

/** The values of a column as SQL; `staged` is the quoted name of the column that holds what was sent. */
export function valueSql(column: SentColumn, staged: string): string {
  const make = needsSql(column) ? FROM_TEXT.get(typeParts(column.type).name) : undefined;
  return make?.(staged) ?? staged;
}
