import type { JobKind } from 'kernel-helpers/sidebar-contract/index';
import type { Backend } from '../../backend/backend';
import { type Readable, Store } from '../../store/store';
import { JOB_KINDS } from '../job-state';
import { type JobPages, readAgain, readMore } from './read-pages';

/** The jobs of one kind, as far as they are known. */
export interface KindList extends JobPages {
  /** Only open lists are asked for. */
  readonly isOpen: boolean;
  readonly work: 'none' | 'refresh' | 'more';
  /** When the kernel answered last; undefined before the first answer. */
  readonly asOf?: Date;
  /** Why the last request failed; `items` are those of before. */
  readonly error?: unknown;
}

export interface JobListState {
  readonly nameContains: string;
  readonly lists: Readonly<Record<JobKind, KindList>>;
}

/** What the answer to one request says about all jobs of a kind. */
export interface Reading extends JobPages {
  readonly kind: JobKind;
  readonly nameContains: string;
}

export interface JobListOptions {
  /** @default only training jobs and endpoints */
  readonly openKinds?: readonly JobKind[];
  /** Called after each answer. */
  readonly onRead?: (reading: Reading) => void;
}

const PAGE_LIMIT = 50;
const CLOSED: KindList = { isOpen: false, items: [], work: 'none' };

/** The lists of the Jobs section. It asks only when it is told to. */
export class JobListStore implements Readable<JobListState> {
  private readonly store: Store<JobListState>;
  private readonly running = new Map<JobKind, AbortController>();
  private readonly onRead: (reading: Reading) => void;

  constructor(
    private readonly backend: Backend,
    { openKinds = ['training', 'endpoint'], onRead = () => undefined }: JobListOptions = {},
  ) {
    const listOf = (kind: JobKind): KindList => ({ ...CLOSED, isOpen: openKinds.includes(kind) });
    this.store = new Store({
      nameContains: '',
      lists: {
        training: listOf('training'),
        tuning: listOf('tuning'),
        transform: listOf('transform'),
        endpoint: listOf('endpoint'),
      },
    });
    this.onRead = onRead;
  }

  get state(): JobListState {
    return this.store.state;
  }

  readonly subscribe = (listener: () => void): (() => void) => this.store.subscribe(listener);

  /** Reads all open lists again. Rejects with the first error after all have been tried, so that a poll backs off. */
  async refresh(): Promise<void> {
    const open = JOB_KINDS.filter((kind) => this.listOf(kind).isOpen);
    await Promise.all(open.map((kind) => this.refreshOne(kind)));
    const failed = open.find((kind) => this.listOf(kind).error !== undefined);
    if (failed !== undefined) throw this.listOf(failed).error;
  }

  /** Reads one list again. A failure is in the list's state. */
  async refreshOne(kind: JobKind): Promise<void> {
    await this.read(kind, 'refresh', readAgain);
  }

  async loadMore(kind: JobKind): Promise<void> {
    if (this.listOf(kind).next !== undefined) await this.read(kind, 'more', readMore);
  }

  /** Opens or closes a list. An opened one is read at once. */
  async toggle(kind: JobKind): Promise<void> {
    const isOpen = !this.listOf(kind).isOpen;
    this.cancel(kind);
    this.change(kind, { isOpen });
    if (isOpen) await this.refreshOne(kind);
  }

  /** The server looks for the text, so all lists begin anew. */
  async filter(nameContains: string): Promise<void> {
    const text = nameContains.trim();
    if (text === this.state.nameContains) return;
    this.cancelAll();
    const { lists } = this.state;
    const begun = (kind: JobKind): KindList => ({ ...CLOSED, isOpen: lists[kind].isOpen });
    this.store.set({
      nameContains: text,
      lists: {
        training: begun('training'),
        tuning: begun('tuning'),
        transform: begun('transform'),
        endpoint: begun('endpoint'),
      },
    });
    // Each failure is in the state of its list.
    await Promise.all(JOB_KINDS.filter((kind) => lists[kind].isOpen).map((kind) => this.refreshOne(kind)));
  }

  /** Ends the request of a kind. What was known stays. */
  cancel(kind: JobKind): void {
    this.running.get(kind)?.abort();
    this.running.delete(kind);
    if (this.listOf(kind).work !== 'none') this.change(kind, { work: 'none' });
  }

  cancelAll(): void {
    for (const kind of JOB_KINDS) this.cancel(kind);
  }

  /** Says of a job what is known before the next answer: that it is stopping, or that it is gone. */
  expect({ kind, name }: { readonly kind: JobKind; readonly name: string }, status: 'stopping' | 'gone'): void {
    const { items } = this.listOf(kind);
    this.change(kind, {
      items: items.flatMap((job) => {
        if (job.name !== name) return [job];
        return status === 'gone' ? [] : [{ ...job, status, serviceStatus: 'Stopping' }];
      }),
    });
  }

  private async read(
    kind: JobKind,
    work: 'refresh' | 'more',
    readPages: (known: JobPages, ask: (page: { readonly after?: string }) => Promise<JobPages>) => Promise<JobPages>,
  ): Promise<void> {
    this.running.get(kind)?.abort();
    const controller = new AbortController();
    this.running.set(kind, controller);
    const { signal } = controller;
    this.change(kind, { work });
    const { nameContains } = this.state;
    const filter = nameContains === '' ? {} : { nameContains };
    try {
      const pages = await readPages(this.listOf(kind), ({ after }) =>
        this.backend.request('jobs', { kind, limit: PAGE_LIMIT, ...filter, ...(after && { after }) }, { signal }),
      );
      if (signal.aborted) return;
      this.change(kind, { ...pages, next: pages.next, work: 'none', asOf: new Date(), error: undefined });
      this.onRead({ ...pages, kind, nameContains });
    } catch (error) {
      // Whoever aborted it has said what follows.
      if (!signal.aborted) this.change(kind, { work: 'none', error });
    } finally {
      if (this.running.get(kind) === controller) this.running.delete(kind);
    }
  }

  private listOf(kind: JobKind): KindList {
    return this.state.lists[kind];
  }

  private change(kind: JobKind, change: Partial<KindList>): void {
    const state = this.state;
    this.store.set({ ...state, lists: { ...state.lists, [kind]: { ...state.lists[kind], ...change } } });
  }
}
