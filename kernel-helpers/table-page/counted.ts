/** A count with thousands separators, as the kernel writes it. */
export function counted(count: number): string {
  return count.toLocaleString('en-US');
}

/** `1 row`, `2 rows`. */
export function rowsText(count: number): string {
  return `${counted(count)} ${count === 1 ? 'row' : 'rows'}`;
}
