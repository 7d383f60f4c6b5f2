import type { Backend } from '../../backend/backend';
import { RequestError } from '../../backend/request-error';
import { type Readable, Store } from '../../store/store';
import { askForChildren, type ChildrenPage, pageOf } from './ask-for-children';
import {
  answered,
  answeredInPart,
  asked,
  type Branch,
  cancelled,
  failed,
  type Listing,
  listingOf,
  UNKNOWN,
  yoursFirst,
} from './branch';
import { type BranchPath, keyOf, pathOf, ROOT_KEY, type TreeNode, tableNode } from './tree-node';

export interface TreeState {
  /** By the key of the node above; the account's own is at `ROOT_KEY`. */
  readonly branches: ReadonlyMap<string, Branch>;
  /** Keys of rows that are open. */
  readonly open: ReadonlySet<string>;
  /** Tables and views that the user wants at the top. */
  readonly favourites: readonly TreeNode[];
  /** What a search on the server found; undefined while there is none. */
  readonly search?: { readonly text: string; readonly branch: Branch };
}

/** Small, so that something is in view soon. */
const FIRST_PAGE = 500;
const NEXT_PAGE = 2_500;
/** From here on, more come only if somebody asks for them. */
const MOST_UNASKED = 10_000;
const SEARCH_KEY = 'search';
const NOTHING: TreeState = { branches: new Map(), open: new Set(), favourites: [] };

/** What is known of databases, schemas, tables and columns, and what is open. Asks only when it is told to. */
export class TreeStore implements Readable<TreeState> {
  private readonly store: Store<TreeState>;
  private readonly running = new Map<string, AbortController>();

  constructor(private readonly backend: Backend) {
    this.store = new Store<TreeState>(NOTHING);
  }

  get state(): TreeState {
    return this.store.state;
  }

  readonly subscribe = (listener: () => void): (() => void) => this.store.subscribe(listener);

  branch(key: string): Branch {
    return this.state.branches.get(key) ?? UNKNOWN;
  }

  /** Reads the databases again, and every open branch too. */
  async refreshAll(): Promise<void> {
    const paths = [...this.state.branches.keys()]
      .filter((key) => key !== ROOT_KEY && this.state.open.has(key))
      .map(pathOfKey);
    await Promise.all([this.refresh([]), ...paths.map((path) => this.refresh(path))]);
  }

  /** Opens a node; asks for its children unless they are known. A failure is asked for again. */
  async open(path: BranchPath, rowKey = keyOf(path)): Promise<void> {
    this.mark(rowKey);
    const branch = this.branch(keyOf(path));
    if (branch.is === 'unknown' || branch.is === 'failed') await this.refresh(path);
  }

  /** Opens a row without asking for anything. */
  mark(rowKey: string): void {
    this.store.update((state) => ({ ...state, open: new Set([...state.open, rowKey]) }));
  }

  close(rowKey: string): void {
    this.store.update((state) => ({ ...state, open: new Set([...state.open].filter((key) => key !== rowKey)) }));
  }

  /** Reads a node's children again. What was known stays in view until the answer is there. Never rejects. */
  async refresh(path: BranchPath): Promise<void> {
    const key = keyOf(path);
    await this.work(key, async (signal) => {
      const known = listingOf(this.branch(key))?.nodes.length ?? 0;
      this.setBranch(key, asked(this.branch(key)));
      let page = await askForChildren(this.backend, path, { limit: FIRST_PAGE, signal });
      let nodes = page.nodes;
      while (page.next !== undefined && nodes.length < MOST_UNASKED) {
        // The pages so far are less than what is in view of a long list that was known.
        if (nodes.length > known) this.setBranch(key, answeredInPart(listing({ ...page, nodes })));
        page = await askForChildren(this.backend, path, { after: page.next, limit: NEXT_PAGE, signal });
        nodes = [...nodes, ...page.nodes];
      }
      this.finish(path, listing({ ...page, nodes }));
    });
  }

  /** Reads one page more of a list that is too long to be read at once. */
  async loadMore(path: BranchPath): Promise<void> {
    const key = keyOf(path);
    const known = listingOf(this.branch(key));
    if (known?.next === undefined) return;
    const after = known.next;
    await this.work(key, async (signal) => {
      this.setBranch(key, asked(this.branch(key)));
      const page = await askForChildren(this.backend, path, { after, limit: NEXT_PAGE, signal });
      this.finish(path, listing({ ...page, nodes: [...known.nodes, ...page.nodes] }));
    });
  }

  /** Asks the server for tables and views whose names contain the text; an empty text ends the search. */
  async search(text: string): Promise<void> {
    const wanted = text.trim();
    this.cancelKey(SEARCH_KEY);
    if (wanted === '') {
      this.store.update(({ search: _, ...state }) => state);
      return;
    }
    const show = (branch: Branch) => this.store.update((state) => ({ ...state, search: { text: wanted, branch } }));
    show({ is: 'loading' });
    await this.work(SEARCH_KEY, async (signal) => {
      const found = await this.backend.request('searchTables', { text: wanted, limit: FIRST_PAGE }, { signal });
      show(answered(listing(pageOf(found, tableNode))));
    });
  }

  /** Ends what is asked for a node. What was known stays. */
  cancel(path: BranchPath): void {
    this.cancelKey(keyOf(path));
  }

  cancelSearch(): void {
    this.cancelKey(SEARCH_KEY);
  }

  cancelAll(): void {
    for (const key of [...this.running.keys()]) this.cancelKey(key);
  }

  /**
   * Takes what an earlier page knew, and reads it again. What this page has read or is told itself stays. Never rejects.
   */
  async restore({ branches = new Map(), open = new Set(), favourites = [] }: Partial<TreeState>): Promise<void> {
    const fresh = [...branches.keys()].filter((key) => !this.state.branches.has(key));
    this.store.update((state) => ({
      ...state,
      branches: new Map([...state.branches, ...[...branches].map(([key, known]) => older(key, known, state))]),
      open: new Set([...open, ...state.open]),
      favourites: state.favourites.length > 0 ? state.favourites : favourites,
    }));
    await Promise.all(fresh.map((key) => this.refresh(pathOfKey(key))));
  }

  /** Forgets everything: another role or account sees other things. */
  forget(): void {
    this.cancelAll();
    this.store.set(NOTHING);
  }

  /** Puts a table among the favourites, or takes it away. */
  toggleFavourite(node: TreeNode): void {
    this.store.update((state) => {
      const others = state.favourites.filter(({ key }) => key !== node.key);
      const favourites = others.length < state.favourites.length ? others : [...others, node];
      return { ...state, favourites };
    });
  }

  isFavourite(key: string): boolean {
    return this.state.favourites.some((node) => node.key === key);
  }

  /** A later request for the same key ends this one. */
  private async work(key: string, read: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.running.get(key)?.abort();
    const controller = new AbortController();
    this.running.set(key, controller);
    try {
      await read(controller.signal);
    } catch (error) {
      if (!controller.signal.aborted) this.fail(key, RequestError.from(error));
    } finally {
      if (this.running.get(key) === controller) this.running.delete(key);
    }
  }

  private fail(key: string, error: RequestError): void {
    if (key !== SEARCH_KEY) {
      this.setBranch(key, failed(this.branch(key), error));
      return;
    }
    this.store.update((state) => {
      return state.search === undefined
        ? state
        : { ...state, search: { ...state.search, branch: { is: 'failed', error } } };
    });
  }

  private cancelKey(key: string): void {
    const controller = this.running.get(key);
    if (controller === undefined) return;
    controller.abort();
    this.running.delete(key);
    if (key === SEARCH_KEY) this.store.update(({ search: _, ...state }) => state);
    else this.setBranch(key, cancelled(this.branch(key)));
  }

  private finish(path: BranchPath, known: Listing): void {
    this.setBranch(keyOf(path), answered(known));
    if (known.next !== undefined) return;
    const listed = new Set(known.nodes.map((node) => node.key));
    const favourites = this.state.favourites.filter((favourite) => isThere(favourite, path, listed));
    if (favourites.length < this.state.favourites.length) this.store.update((state) => ({ ...state, favourites }));
  }

  private setBranch(key: string, branch: Branch): void {
    this.store.update((state) => ({ ...state, branches: new Map(state.branches).set(key, branch) }));
  }
}

/** What was known earlier, unless this page knows better. A request that has begun goes on. */
function older(key: string, known: Branch, { branches }: TreeState): readonly [string, Branch] {
  const branch = branches.get(key) ?? UNKNOWN;
  if (listingOf(branch) !== undefined) return [key, branch];
  return [key, branch.is === 'loading' ? asked(known) : known];
}

/** A favourite that a complete list of what it hangs below does not name any more is gone. */
function isThere(favourite: TreeNode, path: BranchPath, listed: ReadonlySet<string>): boolean {
  const favouritePath = pathOf(favourite);
  const isBelow = favouritePath.length > path.length && path.every((name, depth) => name === favouritePath[depth]);
  return !isBelow || listed.has(keyOf(favouritePath.slice(0, path.length + 1)));
}

function listing({ nodes, next }: ChildrenPage): Listing {
  return { nodes: yoursFirst(nodes), asOf: new Date(), ...(next !== undefined && { next }) };
}

/** Keys of branches are written by `keyOf` alone. */
function pathOfKey(key: string): BranchPath {
  const path: unknown = JSON.parse(key);
  return Array.isArray(path) ? path.map(String) : [];
}
