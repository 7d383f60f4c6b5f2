import { MIME } from '../mime';
import type { MimeBundle } from '../render/self-display';
import { largestOf } from '../values/extremes';
import { countOf, formatValue } from './format-value';
import { type Html, html } from './html';
import type { Tabular, TabularColumn } from './tabular';

const MAX_ROWS = 20;
const ROWS_OF_LONG_TABLE = 10;
const MAX_COLUMNS = 20;

/** A table as HTML with a text twin; long tables show their first rows and say how many there are. */
export function tableBundle(table: Tabular): MimeBundle {
  return { [MIME.html]: tableHtml(table).text, [MIME.text]: tableText(table) };
}

/** A table as HTML. */
export function tableHtml(table: Tabular): Html {
  const columns = table.columns.slice(0, MAX_COLUMNS);
  const labels = table.rowLabels;
  const head = columns.map((column) => html`<th style="${alignment(column)}">${column.name}</th>`);
  const rows = shownRows(table).map((row) => {
    const cells = columns.map((column) => html`<td style="${alignment(column)}">${cellText(column, row)}</td>`);
    return html`<tr>${labels === undefined ? '' : html`<th style="text-align:left">${labels[row]}</th>`}${cells}</tr>`;
  });
  return html`<table><thead><tr>${labels === undefined ? '' : html`<th></th>`}${head}</tr></thead><tbody>${rows}</tbody></table><small>${caption(table)}</small>`;
}

/** A table as aligned text. */
export function tableText(table: Tabular): string {
  const columns = table.columns.slice(0, MAX_COLUMNS);
  const rows = shownRows(table);
  const labels = table.rowLabels;
  const texts = columns.map((column) => alignTexts([column.name, ...rows.map((row) => cellText(column, row))], column));
  if (labels !== undefined) texts.unshift(alignTexts(['', ...rows.map((row) => labels[row])]));
  const lines = [0, ...rows.map((_, index) => index + 1)].map((line) =>
    texts
      .map((column) => column[line])
      .join('  ')
      .trimEnd(),
  );
  return [...lines, caption(table)].join('\n');
}

function cellText(column: TabularColumn, row: number): string {
  return column.textAt === undefined ? formatValue(column.valueAt(row)) : (column.textAt(row) ?? 'null');
}

function shownRows(table: Tabular): number[] {
  const count = table.rowCount > MAX_ROWS ? ROWS_OF_LONG_TABLE : table.rowCount;
  return Array.from({ length: count }, (_, row) => row);
}

function alignTexts(texts: readonly string[], column?: TabularColumn): string[] {
  const width = largestOf(texts.map((text) => text.length));
  return texts.map((text) => (column?.numeric === true ? text.padStart(width) : text.padEnd(width)));
}

function alignment(column: TabularColumn): string {
  return `text-align:${column.numeric ? 'right' : 'left'}`;
}

function caption(table: Tabular): string {
  const parts = [`${countOf(table.rowCount, 'row')} × ${countOf(table.columns.length, 'column')}`];
  if (table.rowCount > MAX_ROWS) parts.push(`the first ${ROWS_OF_LONG_TABLE} shown`);
  if (table.columns.length > MAX_COLUMNS) parts.push(`the first ${MAX_COLUMNS} columns shown`);
  if (table.note !== undefined) parts.push(table.note);
  return parts.join(', ');
}
