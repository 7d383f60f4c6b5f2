import { MIME } from '../mime';
import type { MimeBundle } from '../render/self-display';
import { largestOf } from '../values/extremes';
import { countOf, formatCount, formatValue } from './format-value';
import { type Html, html } from './html';
import type { Tabular, TabularColumn } from './tabular';

/** A table of more rows is long: it shows its first rows only, and in a page that draws widgets it is interactive. */
export const MOST_ROWS_SHOWN_WHOLE = 20;
const ROWS_OF_LONG_TABLE = 10;
const MAX_COLUMNS = 20;

/** How much of a table is shown. */
export interface TableExtent {
  /** So many of the first rows. @default all of a table of up to 20 rows, and 10 of a longer one */
  readonly rows?: number;
  /** @default the first 20 */
  readonly columns?: 'all';
}

/** A table as HTML with a text twin; long tables show their first rows and say how many there are. */
export function tableBundle(table: Tabular, extent: TableExtent = {}): MimeBundle {
  return { [MIME.html]: tableHtml(table, extent).text, [MIME.text]: tableText(table, extent) };
}

/** A table as HTML. */
export function tableHtml(table: Tabular, extent: TableExtent = {}): Html {
  const columns = shownColumns(table, extent);
  const labels = table.rowLabels;
  const head = columns.map((column) => html`<th style="${alignment(column)}">${column.name}</th>`);
  const rows = shownRows(table, extent).map((row) => {
    const cells = columns.map((column) => html`<td style="${alignment(column)}">${cellHtml(column, row)}</td>`);
    return html`<tr>${labels === undefined ? '' : html`<th style="text-align:left">${labels[row]}</th>`}${cells}</tr>`;
  });
  return html`<table><thead><tr>${labels === undefined ? '' : html`<th></th>`}${head}</tr></thead><tbody>${rows}</tbody></table><small>${caption(table, extent)}</small>`;
}

/** A table as aligned text. */
export function tableText(table: Tabular, extent: TableExtent = {}): string {
  const columns = shownColumns(table, extent);
  const rows = shownRows(table, extent);
  const labels = table.rowLabels;
  const texts = columns.map((column) => alignTexts([column.name, ...rows.map((row) => cellText(column, row))], column));
  if (labels !== undefined) texts.unshift(alignTexts(['', ...rows.map((row) => labels[row])]));
  const lines = [0, ...rows.map((_, index) => index + 1)].map((line) =>
    texts
      .map((column) => column[line])
      .join('  ')
      .trimEnd(),
  );
  return [...lines, caption(table, extent)].join('\n');
}

/** What a cell shows: numbers to six digits, decimals with all of them, missing values named. */
export function cellText(column: TabularColumn, row: number): string {
  return column.textAt === undefined ? formatValue(column.valueAt(row)) : (column.textAt(row) ?? 'null');
}

/** A missing value looks different from the text `null`, in the light and in the dark theme. */
function cellHtml(column: TabularColumn, row: number): Html {
  const text = cellText(column, row);
  return (column.valueAt(row) ?? null) === null ? html`<i style="opacity:0.7">${text}</i>` : html`${text}`;
}

function shownColumns(table: Tabular, extent: TableExtent): readonly TabularColumn[] {
  return extent.columns === 'all' ? table.columns : table.columns.slice(0, MAX_COLUMNS);
}

function shownRows(table: Tabular, extent: TableExtent): number[] {
  return Array.from({ length: shownRowCount(table, extent) }, (_, row) => row);
}

function shownRowCount({ rowCount }: Tabular, { rows }: TableExtent): number {
  if (rows !== undefined) return Math.min(rows, rowCount);
  return rowCount > MOST_ROWS_SHOWN_WHOLE ? ROWS_OF_LONG_TABLE : rowCount;
}

function alignTexts(texts: readonly string[], column?: TabularColumn): string[] {
  const width = largestOf(texts.map((text) => text.length));
  return texts.map((text) => (column?.numeric === true ? text.padStart(width) : text.padEnd(width)));
}

function alignment(column: TabularColumn): string {
  return `text-align:${column.numeric ? 'right' : 'left'}`;
}

function caption(table: Tabular, extent: TableExtent): string {
  const parts = [`${countOf(table.rowCount, 'row')} × ${countOf(table.columns.length, 'column')}`];
  const shown = shownRowCount(table, extent);
  if (shown < table.rowCount) parts.push(`the first ${formatCount(shown)} shown`);
  if (shownColumns(table, extent).length < table.columns.length) parts.push(`the first ${MAX_COLUMNS} columns shown`);
  if (table.note !== undefined) parts.push(table.note);
  const advice = shown < table.rowCount && extent.rows === undefined ? '. For more: show(table, { rows: 100 })' : '';
  return `${parts.join(', ')}${advice}`;
}
