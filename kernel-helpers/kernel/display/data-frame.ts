import escapeHtml from 'escape-html';
import type { DanfoFrame } from 'kernel-helpers/values/danfo-frame';

const MAX_ROWS = 20;

/** A table of the first rows; danfo itself would print its internals. */
export function dataFrameHtml(frame: DanfoFrame): string {
  const { columns, index, values } = frame;
  const shown = values.slice(0, MAX_ROWS);
  const head = ['', ...columns].map((name) => `<th>${escapeHtml(name)}</th>`).join('');
  const rows = shown.map((row, position) => {
    const cells = (Array.isArray(row) ? row : [row]).map((cell) => `<td>${escapeHtml(String(cell))}</td>`).join('');
    return `<tr><th>${escapeHtml(String(index[position]))}</th>${cells}</tr>`;
  });
  const size = `${values.length.toLocaleString('en')} rows × ${columns.length} columns`;
  return `<table><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table><p>${size}</p>`;
}
