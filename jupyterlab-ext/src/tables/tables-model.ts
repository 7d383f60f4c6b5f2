import type { ObjectPath } from 'kernel-helpers/sidebar-contract/index';
import type { Backend } from '../backend/backend';
import { Store } from '../store/store';
import { FAVOURITES, FOUND, type Row, rowsOf } from './tree/rows';
import { type BranchPath, keyOf, pathOf, type TreeNode } from './tree/tree-node';
import { type TreeState, TreeStore } from './tree/tree-store';

/** The Tables section without its looks: the tree, the filter, and which row is active. */
export class TablesModel {
  readonly tree: TreeStore;
  readonly filter = new Store('');
  /** The key of a row. It may be out of view for a moment, while its list is read again. */
  readonly active = new Store<string | undefined>(undefined);
  private drawn: { readonly state: TreeState; readonly filter: string; readonly rows: readonly Row[] } | undefined;

  constructor(backend: Backend) {
    this.tree = new TreeStore(backend);
  }

  /** The rows in view. The same array as long as nothing has changed. */
  get rows(): readonly Row[] {
    const { state } = this.tree;
    const filter = this.filter.state;
    if (this.drawn?.state !== state || this.drawn.filter !== filter) {
      this.drawn = { state, filter, rows: rowsOf(state, filter) };
    }
    return this.drawn.rows;
  }

  get activeRow(): Row | undefined {
    const key = this.active.state;
    return this.rows.find((row) => row.key === key);
  }

  /** What commands act on. */
  get activeNode(): TreeNode | undefined {
    const row = this.activeRow;
    return row?.type === 'node' ? row.node : undefined;
  }

  /** Opens or closes a row. */
  toggle(row: Row): void {
    if (row.type === 'group') {
      const key = `closed ${row.group === 'found' ? FOUND : FAVOURITES}`;
      if (row.isOpen) this.tree.mark(key);
      else this.tree.close(key);
    } else if (row.type === 'node' && row.node.kind !== 'column') {
      if (row.isOpen) this.tree.close(row.key);
      else void this.tree.open(pathOf(row.node), row.key);
    }
  }

  /** Opens what lies above a table, and makes its row the active one. */
  async reveal(path: ObjectPath): Promise<void> {
    this.filter.set('');
    for (let depth = 0; depth < path.length; depth += 1) await this.tree.open(path.slice(0, depth));
    this.active.set(keyOf(path));
  }

  /** Does what a note offers: try again, or load more. */
  followNote(row: Extract<Row, { type: 'note' }>): void {
    if (row.of === 'search') {
      if (row.note.says === 'error') void this.tree.search(this.tree.state.search?.text ?? '');
    } else if (row.note.says === 'more') void this.tree.loadMore(row.of);
    else if (row.note.says === 'error') void this.tree.refresh(row.of);
  }

  /** Ends the request that a row waits for. */
  cancel(row: Row): void {
    if (row.type === 'group' || (row.type === 'note' && row.of === 'search')) this.tree.cancelSearch();
    else this.tree.cancel(branchOf(row));
  }
}

/** The list that a row belongs to, or that hangs below it. */
export function branchOf(row: Exclude<Row, { type: 'group' }>): BranchPath {
  if (row.type === 'node') return pathOf(row.node).slice(0, row.node.kind === 'column' ? -1 : undefined);
  return row.of === 'search' ? [] : row.of;
}
