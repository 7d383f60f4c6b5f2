import type { Column } from '../../table/table';
import { columnTexts } from '../../values/cells';
import { columnLength } from '../../values/text-column';

/** Longer values are cut: a grid shows no more of them, and a page of long texts would fill the browser. */
const LONGEST_TEXT = 200;

export interface ShownValues {
  /** One row after the other; null where there is no value. */
  readonly rows: (string | null)[][];
  /** True if a value was cut because it is long. */
  readonly isCut: boolean;
}

/** Values as text with all their digits. Dates and times are written as in cells, with a space before the time of day. */
export function shownValues(columns: readonly Column[]): ShownValues {
  let isCut = false;
  const readers = columns.map((column) => {
    const read = columnTexts(column);
    const { kind } = column;
    return (row: number): string | null => {
      const text = read(row);
      if (text === null) return null;
      if (kind === 'timestamp') return text.replace('T', ' ');
      if (text.length <= LONGEST_TEXT) return text;
      isCut = true;
      return `${firstCharacters(text)}…`;
    };
  });
  const rowCount = columns.length === 0 ? 0 : columnLength(columns[0]);
  const rows = Array.from({ length: rowCount }, (_, row) => readers.map((read) => read(row)));
  return { rows, isCut };
}

/** Never half an emoji at the end. */
function firstCharacters(text: string): string {
  return text.slice(0, LONGEST_TEXT - 1).replace(/[\ud800-\udbff]$/, '');
}
