import type { ParamsOf, ResultOf, WarehouseUse } from 'kernel-helpers/sidebar-contract/index';
import type { Backend } from '../backend/backend';
import { isInterrupted, RequestError } from '../backend/request-error';
import { type Readable, Store } from '../store/store';

/** The questions that need a running warehouse. */
export type RunName = 'preview' | 'profile';

export interface RunState<Name extends RunName> {
  /** What the statement will use; undefined until the kernel has said it. */
  readonly use?: WarehouseUse;
  readonly isRunning: boolean;
  /** Of the last run that ended well. While another one runs it stays. */
  readonly result?: ResultOf<Name>;
  readonly error?: RequestError;
}

/** One question that starts a statement on a warehouse: first it says which warehouse, and it can be cancelled. */
export class WarehouseRun<Name extends RunName> {
  private readonly store = new Store<RunState<Name>>({ isRunning: false });
  private work = new AbortController();

  constructor(
    private readonly backend: Backend,
    private readonly name: Name,
    private params: ParamsOf<Name>,
  ) {}

  get state(): Readable<RunState<Name>> {
    return this.store;
  }

  /** Finds out which warehouse will be used. On the account of this machine, where nothing costs anything, it runs at once. */
  async look(): Promise<void> {
    const signal = this.begin();
    this.store.update(({ result }) => ({ isRunning: false, ...(result && { result }) }));
    try {
      const use = await this.backend.request('warehouseUse', {}, { signal });
      this.store.update((state) => ({ ...state, use }));
      if (use.isLocal) await this.run();
    } catch (error) {
      this.fail(error);
    }
  }

  /** Runs the statement; with other parameters, if some are given. */
  async run(params: ParamsOf<Name> = this.params): Promise<void> {
    const signal = this.begin();
    this.store.update(({ error: _, ...state }) => ({ ...state, isRunning: true }));
    try {
      const result = await this.backend.request(this.name, params, { signal });
      this.params = params;
      this.store.update((state) => ({ ...state, isRunning: false, result }));
    } catch (error) {
      if (signal === this.work.signal) this.fail(error);
    }
  }

  /** Ends what runs, also in Snowflake. The last result stays. */
  cancel(): void {
    this.begin();
    this.store.update((state) => ({ ...state, isRunning: false }));
  }

  private begin(): AbortSignal {
    this.work.abort();
    this.work = new AbortController();
    return this.work.signal;
  }

  private fail(error: unknown): void {
    if (isInterrupted(error)) this.store.update((state) => ({ ...state, isRunning: false }));
    else this.store.update((state) => ({ ...state, isRunning: false, error: RequestError.from(error) }));
  }
}
