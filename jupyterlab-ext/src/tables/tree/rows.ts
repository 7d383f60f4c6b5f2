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

/** Distributes over the kinds of rows, so that each stays what it is. */
type Draft = Row extends infer Each ? (Each extends Row ? Omit<Each, 'position' | 'siblings'> : never) : never;

/** A group's own name, and what keeps the keys of its rows apart from those of the same tables elsewhere. */
export const FAVOURITES = 'favourites';
export const FOUND = 'found';

/**
 * The rows that are in the tree now, in order. With a filter: what is loaded and fits, whether open or not, and what is
 * above that.
 */
export function rowsOf(state: TreeState, filter: string): readonly Row[] {
  const rows: Row[] = [];
  const wanted = filter.trim().toLowerCase();
  const top: Draft[][] = [];
  if (state.search !== undefined) top.push(groupRows(state, FOUND, state.search.branch));
  if (state.favourites.length > 0) {
    const nodes = state.favourites.filter(({ lower }) => lower.includes(wanted));
    if (nodes.length > 0)
      top.push(groupRows(state, FAVOURITES, { is: 'known', listing: { nodes, asOf: new Date(0) } }));
  }
  place([...top, ...branchRows(state, [], 1, wanted)], rows);
  return rows;
}

/** Each sibling with all that is below it. */
type Families = Draft[][];

function branchRows(state: TreeState, path: BranchPath, level: number, wanted: string, rowKey = keyOf(path)): Families {
  const branch = state.branches.get(keyOf(path)) ?? UNKNOWN;
  return familiesOf(state, branch, { of: path, level, wanted, rowKey, withPath: false });
}

function groupRows(state: TreeState, group: 'favourites' | 'found', branch: Branch): Draft[] {
  // A group is open until somebody closes it.
  const isOpen = !state.open.has(`closed ${group}`);
  const head: Draft = { type: 'group', key: group, level: 1, group, isOpen };
  if (!isOpen) return [head];
  const of = group === FOUND ? 'search' : [];
  return [head, ...familiesOf(state, branch, { of, level: 2, wanted: '', rowKey: group, withPath: true }).flat()];
}

interface Family {
  readonly of: BranchPath | 'search';
  readonly level: number;
  readonly wanted: string;
  readonly rowKey: string;
  readonly withPath: boolean;
}

function familiesOf(state: TreeState, branch: Branch, family: Family): Families {
  const { level, wanted, withPath, rowKey } = family;
  const families: Families = [];
  for (const node of listingOf(branch)?.nodes ?? []) {
    const key = withPath ? `${rowKey} ${node.key}` : node.key;
    const fits = wanted === '' || node.lower.includes(wanted);
    const isOpened = state.open.has(key);
    // What does not fit itself is there for what fits below it. Below what fits, everything stays in view.
    const isLooked = hasBranch(node) && (fits ? isOpened : state.branches.has(node.key));
    const below = isLooked ? branchRows(state, pathOf(node), level + 1, fits ? '' : wanted, key) : [];
    if (!fits && below.length === 0) continue;
    families.push([{ type: 'node', key, level, node, isOpen: isLooked, withPath }, ...below.flat()]);
  }
  const note = noteOf(branch, families.length, wanted);
  if (note !== undefined) families.push([{ type: 'note', key: `${rowKey} note`, level, of: family.of, note }]);
  return families;
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

/** Rows get their place among their siblings only now, when it is known who is in view. */
function place(families: Families, into: Row[]): void {
  const rows = families.flat();
  const open: { readonly level: number; count: number; readonly members: number[] }[] = [];
  const positions = new Array<number>(rows.length);
  const siblings = new Array<number>(rows.length);
  const finish = (group: { readonly count: number; readonly members: readonly number[] }) => {
    for (const index of group.members) siblings[index] = group.count;
  };
  rows.forEach((row, index) => {
    while (open.length > 0 && (open.at(-1)?.level ?? 0) > row.level) {
      const closed = open.pop();
      if (closed !== undefined) finish(closed);
    }
    let group = open.at(-1);
    if (group === undefined || group.level < row.level) {
      group = { level: row.level, count: 0, members: [] };
      open.push(group);
    }
    group.count += 1;
    group.members.push(index);
    positions[index] = group.count;
  });
  for (const group of open) finish(group);
  rows.forEach((row, index) => {
    into.push({ ...row, position: positions[index] ?? 1, siblings: siblings[index] ?? 1 } as Row);
  });
}
