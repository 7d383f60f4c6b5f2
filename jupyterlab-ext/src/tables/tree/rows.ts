import { type Branch, listingOf, UNKNOWN } from './branch';
import { type BranchPath, hasBranch, keyOf, pathOf, type TreeNode } from './tree-node';
import type { TreeState } from './tree-store';

interface Place {
  /** Equal for the same row of the next drawing. */
  readonly key: string;
  readonly level: number;
  /** Among its siblings, from 1. */
  readonly position: number;
  readonly siblings: number;
}

/** What a row says in place of nodes, or after them. */
export type NoteContent =
  | { readonly says: 'loading' | 'empty' | 'more' }
  | { readonly says: 'error'; readonly error: Extract<Branch, { is: 'failed' }>['error'] };

/** One line of the tree as it is drawn. */
export type Row = Place &
  (
    | { readonly type: 'node'; readonly node: TreeNode; readonly isOpen: boolean; readonly withPath: boolean }
    /** The favourites and what a search found are groups of tables from anywhere. */
    | { readonly type: 'group'; readonly group: 'favourites' | 'found'; readonly isOpen: boolean }
    | { readonly type: 'note'; readonly of: BranchPath | 'search'; readonly note: NoteContent }
  );

/** A row while the list is made. Distributes over the kinds of rows, so that each stays what it is. */
type Draft = Row extends infer Each ? (Each extends Row ? { -readonly [Key in keyof Each]: Each[Key] } : never) : never;

/** A group's own name, and what keeps the keys of its rows apart from those of the same tables elsewhere. */
export const FAVOURITES = 'favourites';
export const FOUND = 'found';

/**
 * The rows that are in the tree now, in order. With a filter: what is loaded and fits, whether open or not, and what is
 * above that.
 */
export function rowsOf(state: TreeState, filter: string): readonly Row[] {
  const list = new RowList(state, filter.trim().toLowerCase());
  list.addAll();
  return list.rows;
}

interface Family {
  readonly of: BranchPath | 'search';
  readonly level: number;
  readonly wanted: string;
  readonly rowKey: string;
  readonly withPath: boolean;
}

/** Collects the rows in one pass: a schema may have thousands of tables, and each key of the filter draws them anew. */
class RowList {
  readonly rows: Draft[] = [];

  constructor(
    private readonly state: TreeState,
    private readonly wanted: string,
  ) {}

  addAll(): void {
    const { state, wanted } = this;
    const siblings: Draft[] = [];
    if (state.search !== undefined) this.addGroup(siblings, FOUND, state.search.branch);
    const favourites = state.favourites.filter(({ lower }) => lower.includes(wanted));
    if (favourites.length > 0) {
      const listing = { nodes: favourites, asOf: new Date(0) };
      this.addGroup(siblings, FAVOURITES, { is: 'known', listing });
    }
    this.addBranch(siblings, [], 1, wanted);
    number(siblings);
  }

  private addGroup(siblings: Draft[], group: 'favourites' | 'found', branch: Branch): void {
    // A group is open until somebody closes it.
    const isOpen = !this.state.open.has(`closed ${group}`);
    this.add({ type: 'group', key: group, level: 1, group, isOpen, ...UNNUMBERED }, siblings);
    if (!isOpen) return;
    const below: Draft[] = [];
    const of = group === FOUND ? 'search' : [];
    this.addFamily(below, branch, { of, level: 2, wanted: '', rowKey: group, withPath: true });
    number(below);
  }

  private addBranch(siblings: Draft[], path: BranchPath, level: number, wanted: string, rowKey = keyOf(path)): void {
    const branch = this.state.branches.get(keyOf(path)) ?? UNKNOWN;
    this.addFamily(siblings, branch, { of: path, level, wanted, rowKey, withPath: false });
  }

  /** Adds the nodes of a branch to their siblings, each with all that is below it. */
  private addFamily(siblings: Draft[], branch: Branch, { of, level, wanted, withPath, rowKey }: Family): void {
    const { state, rows } = this;
    const before = siblings.length;
    for (const node of listingOf(branch)?.nodes ?? []) {
      const key = withPath ? `${rowKey} ${node.key}` : node.key;
      const fits = wanted === '' || node.lower.includes(wanted);
      // What does not fit itself is there for what fits below it. Below what fits, everything stays in view.
      const isOpen = hasBranch(node) && (fits ? state.open.has(key) : state.branches.has(node.key));
      if (!fits && !isOpen) continue;
      this.add({ type: 'node', key, level, node, isOpen, withPath, ...UNNUMBERED }, siblings);
      if (!isOpen) continue;
      const end = rows.length;
      const below: Draft[] = [];
      this.addBranch(below, pathOf(node), level + 1, fits ? '' : wanted, key);
      number(below);
      if (fits || rows.length > end) continue;
      rows.pop();
      siblings.pop();
    }
    const note = noteOf(branch, siblings.length - before, wanted);
    if (note !== undefined) this.add({ type: 'note', key: `${rowKey} note`, level, of, note, ...UNNUMBERED }, siblings);
  }

  private add(row: Draft, siblings: Draft[]): void {
    this.rows.push(row);
    siblings.push(row);
  }
}

/** Until it is known which siblings are in view. */
const UNNUMBERED = { position: 1, siblings: 1 };

function number(siblings: readonly Draft[]): void {
  siblings.forEach((row, index) => {
    row.position = index + 1;
    row.siblings = siblings.length;
  });
}

/** A filter hides notes, but not those of what it shows. */
function noteOf(branch: Branch, shown: number, wanted: string): NoteContent | undefined {
  if (wanted !== '' && shown === 0) return undefined;
  switch (branch.is) {
    case 'unknown':
    case 'loading':
      return { says: 'loading' };
    case 'failed':
      return { says: 'error', error: branch.error };
    case 'known':
      if (branch.listing.next !== undefined) return { says: 'more' };
      return shown === 0 ? { says: 'empty' } : undefined;
  }
}
