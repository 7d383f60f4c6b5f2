import escapeHtml from 'escape-html';
import type { DanfoFrame } from 'kernel-helpers/values/danfo-frame';

const MAX_ROWS = 20;

interface FirstRows {
  readonly columns: readonly string[];
  readonly index: readonly unknown[];
  readonly rows: readonly unknown[];
  readonly rowCount: number;
}

/** A table of the first rows; danfo itself would print its internals. */
export function dataFrameHtml({ columns, index, values }: DanfoFrame): string {
  return rowsHtml({ columns, index, rows: values.slice(0, MAX_ROWS), rowCount: values.length });
}

/** A table in HTML, with its size below. */
export function rowsHtml({ columns, index, rows, rowCount }: FirstRows): string {
  const head = ['', ...columns].map((name) => `<th>${escapeHtml(name)}</th>`).join('');
  const body = rows.map((row, position) => {
    const cells = (Array.isArray(row) ? row : [row]).map((cell) => `<td>${escapeHtml(String(cell))}</td>`).join('');
    return `<tr><th>${escapeHtml(String(index[position]))}</th>${cells}</tr>`;
  });
  const size = `${rowCount.toLocaleString('en')} rows × ${columns.length} columns`;
  return `<table><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table><p>${size}</p>`;
}
