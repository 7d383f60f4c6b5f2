import type { Row } from './rows';

/** What a key does in the tree. */
export type KeyAct =
  | { readonly does: 'go'; readonly to: number }
  | { readonly does: 'open' | 'close' | 'act' | 'cancel'; readonly at: number };

/** The rows that a page key passes. */
const PAGE_ROWS = 10;

/**
 * What a key does, as the ARIA practices say for trees; undefined for keys that mean nothing here.
 * @param active the index of the active row; -1 for none
 */
export function actOfKey(key: string, rows: readonly Row[], active: number): KeyAct | undefined {
  const last = rows.length - 1;
  const go = (to: number): KeyAct => ({ does: 'go', to: Math.max(0, Math.min(last, to)) });
  if (rows.length === 0) return undefined;
  const row = rows[active];
  switch (key) {
    case 'ArrowDown':
      return go(active + 1);
    case 'ArrowUp':
      return go(active < 0 ? last : active - 1);
    case 'Home':
      return go(0);
    case 'End':
      return go(last);
    case 'PageDown':
      return go(active + PAGE_ROWS);
    case 'PageUp':
      return go(active - PAGE_ROWS);
    case 'ArrowRight':
      if (row === undefined || !canOpen(row)) return undefined;
      return isOpen(row) ? go(active + 1) : { does: 'open', at: active };
    case 'ArrowLeft':
      if (row === undefined) return undefined;
      return isOpen(row) ? { does: 'close', at: active } : parentOf(rows, active);
    case 'Enter':
      return row === undefined ? undefined : { does: 'act', at: active };
    case 'Escape':
      return row === undefined ? undefined : { does: 'cancel', at: active };
    default:
      return undefined;
  }
}

export function canOpen(row: Row): boolean {
  return row.type === 'group' || (row.type === 'node' && row.node.kind !== 'column');
}

export function isOpen(row: Row): boolean {
  return row.type !== 'note' && row.isOpen;
}

function parentOf(rows: readonly Row[], active: number): KeyAct | undefined {
  const level = rows[active]?.level ?? 1;
  for (let index = active - 1; index >= 0; index -= 1) {
    if ((rows[index]?.level ?? level) < level) return { does: 'go', to: index };
  }
  return undefined;
}
