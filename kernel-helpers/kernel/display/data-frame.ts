import escapeHtml from 'escape-html';

/** The little of danfo's DataFrame that a table needs. */
export interface DataFrameLike {
  readonly columns: readonly string[];
  readonly index: readonly (string | number)[];
  readonly values: readonly (readonly unknown[])[];
  readonly shape: readonly number[];
}

const MAX_ROWS = 20;

/** True for a danfo DataFrame of any copy of danfo. */
export function isDataFrame(value: object): value is DataFrameLike {
  return (
    typeof value.constructor === 'function' &&
    value.constructor.name === 'DataFrame' &&
    'columns' in value &&
    Array.isArray(value.columns) &&
    'index' in value &&
    Array.isArray(value.index) &&
    'values' in value &&
    Array.isArray(value.values)
  );
}

/** A table of the first rows; danfo itself would print its internals. */
export function dataFrameHtml(frame: DataFrameLike): string {
  const { columns, index, values } = frame;
  const shown = values.slice(0, MAX_ROWS);
  const head = ['', ...columns].map((name) => `<th>${escapeHtml(name)}</th>`).join('');
  const rows = shown.map((row, position) => {
    const cells = row.map((cell) => `<td>${escapeHtml(String(cell))}</td>`).join('');
    return `<tr><th>${escapeHtml(String(index[position]))}</th>${cells}</tr>`;
  });
  const size = `${values.length.toLocaleString('en')} rows × ${columns.length} columns`;
  return `<table><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table><p>${size}</p>`;
}
