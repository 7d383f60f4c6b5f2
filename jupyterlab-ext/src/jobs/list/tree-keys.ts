import type { ListRow } from './job-rows';

/** What a key asks for in the list. */
export type TreeAct =
  | { readonly is: 'move'; readonly to: number }
  /** Open the job, open or close the kind, or do what the note says. */
  | { readonly is: 'open' }
  | { readonly is: 'mark' };

/** The keys of a tree, as the ARIA practices describe them. Undefined for a key that means nothing here. */
export function actOfKey(key: string, rows: readonly ListRow[], active: number, pageSize: number): TreeAct | undefined {
  const row = rows[active];
  if (row === undefined) return undefined;
  const isKind = row.is === 'kind';
  const moveTo = (index: number): TreeAct => ({
    is: 'move',
    to: Math.max(0, Math.min(rows.length - 1, index)),
  });
  switch (key) {
    case 'ArrowDown':
      return moveTo(active + 1);
    case 'ArrowUp':
      return moveTo(active - 1);
    case 'PageDown':
      return moveTo(active + pageSize);
    case 'PageUp':
      return moveTo(active - pageSize);
    case 'Home':
      return moveTo(0);
    case 'End':
      return moveTo(rows.length - 1);
    case 'ArrowRight':
      if (!isKind) return moveTo(active);
      return row.list.isOpen ? moveTo(active + 1) : { is: 'open' };
    case 'ArrowLeft':
      if (isKind) return row.list.isOpen ? { is: 'open' } : moveTo(active);
      return moveTo(rows.findIndex((other) => other.is === 'kind' && other.kind === row.kind));
    case 'Enter':
      return { is: 'open' };
    case ' ':
      return row.is === 'job' && row.kind === 'training' ? { is: 'mark' } : { is: 'open' };
    default:
      return undefined;
  }
}
