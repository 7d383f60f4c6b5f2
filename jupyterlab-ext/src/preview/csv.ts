import type { Preview } from 'kernel-helpers/sidebar-contract/index';

/** Comma-separated values (RFC 4180). A missing value is nothing at all, an empty text is `""`. */
export function csvOf({ columns, rows }: Pick<Preview, 'columns' | 'rows'>): string {
  const lines = [columns.map(({ name }) => name), ...rows];
  return lines.map((line) => `${line.map(field).join(',')}\r\n`).join('');
}

function field(value: string | null): string {
  if (value === null) return '';
  return value === '' || /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
