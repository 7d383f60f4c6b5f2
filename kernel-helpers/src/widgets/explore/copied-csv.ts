import type { Column } from '../../table/table';
import { columnTexts } from '../../values/cells';
import type { OrderedRows } from './engine/rows-of-look';
import type { Answers, CopiedPart } from './page-contract';

/** A clipboard with more rows makes browsers and spreadsheets slow. */
export const MOST_COPIED = 50_000;

/**
 * Rows as CSV with all digits (RFC 4180, with line feeds): those of a part, or all of a look, up to 50,000. A missing
 * value is an empty field, and an empty text is `""`.
 */
export function copiedCsv(columns: readonly Column[], { count, rows }: OrderedRows, part?: CopiedPart): Answers['csv'] {
  const { from, to, first, last } = part ?? { from: 0, to: count, first: 0, last: columns.length - 1 };
  const end = Math.min(to, count);
  const stop = Math.min(end, from + MOST_COPIED);
  const copied = columns.slice(first, last + 1);
  const cells = copied.map(columnTexts);
  const lines = [copied.map(({ name }) => field(name)).join(',')];
  for (let place = from; place < stop; place += 1) {
    const row = rows === undefined ? place : rows[place];
    lines.push(cells.map((cell) => field(cell(row))).join(','));
  }
  return { text: `${lines.join('\n')}\n`, rows: Math.max(0, stop - from), of: Math.max(0, end - from) };
}

function field(text: string | null): string {
  if (text === null) return '';
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
