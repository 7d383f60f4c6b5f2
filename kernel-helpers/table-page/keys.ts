import type { Place } from './cell-grid';

/** Where a key leads from a cell; undefined for a key that leads nowhere. The head is row -1. */
export function placeAfter(
  { key, ctrlKey, metaKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey'>,
  { row, column }: Place,
  { rows, columns, page }: { readonly rows: number; readonly columns: number; readonly page: number },
): Place | undefined {
  const isWide = ctrlKey || metaKey;
  const at = (wantedRow: number, wantedColumn: number): Place => ({
    row: Math.max(-1, Math.min(rows - 1, wantedRow)),
    column: Math.max(0, Math.min(columns - 1, wantedColumn)),
  });
  switch (key) {
    case 'ArrowDown':
      return at(isWide ? rows - 1 : row + 1, column);
    case 'ArrowUp':
      return at(isWide ? 0 : row - 1, column);
    case 'ArrowRight':
      return at(row, isWide ? columns - 1 : column + 1);
    case 'ArrowLeft':
      return at(row, isWide ? 0 : column - 1);
    case 'PageDown':
      return at(row + page, column);
    case 'PageUp':
      return at(Math.max(0, row - page), column);
    case 'Home':
      return at(isWide ? 0 : row, 0);
    case 'End':
      return at(isWide ? rows - 1 : row, columns - 1);
    default:
      return undefined;
  }
}
