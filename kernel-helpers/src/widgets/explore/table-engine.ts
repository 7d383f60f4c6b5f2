import { join } from 'node:path';
import type { Column } from '../../table/table';
import { CallableWorker, Moved } from '../../threads/worker-calls';
import { CALL_NAMES, type EngineCalls } from './engine/engine-calls';
import { createEngines } from './engine/engines';
import type { ColumnProfile, WordCount } from './engine/profile-column';
import type { KeptCounts, OrderedRows } from './engine/row-engine';
import type { Look } from './look';
import { memoryOf, plainColumn } from './plain-columns';
import { TwoQueues } from './two-queues';

/** Below so many rows every answer takes a few milliseconds, less than a thread needs to start. */
const ROWS_FOR_THREAD = 200_000;

let tables = 0;
let thread: CallableWorker<EngineCalls> | undefined;
let openInThread = 0;

type Asked = {
  readonly [Name in keyof EngineCalls]: (
    ...args: Parameters<EngineCalls[Name]>
  ) => Promise<Awaited<ReturnType<EngineCalls[Name]>>>;
};

/**
 * Sorts, filters and counts the rows of a table, in a thread if there are many. A column is copied when something is
 * first asked about it, so a table that nobody touches costs no memory.
 */
export class TableEngine {
  readonly #id = ++tables;
  readonly #queues = new TwoQueues();
  readonly #latest = new Int32Array(new SharedArrayBuffer(4));
  readonly #sent = new Map<number, Promise<unknown>>();
  readonly #textColumns: readonly number[];
  #calls: Asked | undefined;
  #isClosed = false;

  constructor(
    private readonly columns: readonly Column[],
    private readonly rowCount: number,
  ) {
    this.#textColumns = [...columns.keys()].filter((position) => columns[position].kind === 'text');
  }

  /** Undefined if a newer look has come meanwhile. */
  look(look: Look): Promise<OrderedRows | undefined> {
    const number = Atomics.add(this.#latest, 0, 1) + 1;
    return this.#queues.soon(async () => {
      if (Atomics.load(this.#latest, 0) !== number) return undefined;
      const { sort, filters, search } = look;
      const needed = [
        ...(sort === undefined ? [] : [sort.column]),
        ...filters.map(({ column }) => column),
        ...(search === '' ? [] : this.#textColumns),
      ];
      const calls = await this.#with(needed);
      return await calls.look(this.#id, look, number, this.#textColumns);
    });
  }

  profile(position: number): Promise<ColumnProfile> {
    return this.#queues.later(async () => (await this.#with([position])).profile(this.#id, position));
  }

  keptCounts(position: number): Promise<KeptCounts | undefined> {
    return this.#queues.later(async () => (await this.#with([position])).keptCounts(this.#id, position));
  }

  words(position: number, containing: string, most: number): Promise<readonly WordCount[]> {
    return this.#queues.soon(async () => (await this.#with([position])).words(this.#id, position, containing, most));
  }

  /** Frees the copies. Calling it twice is fine. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    // Ends a look that is under way.
    Atomics.add(this.#latest, 0, 1);
    if (this.#calls === undefined) return;
    await this.#calls.close(this.#id);
    if (this.rowCount < ROWS_FOR_THREAD) return;
    openInThread -= 1;
    if (openInThread > 0) return;
    const idle = thread;
    thread = undefined;
    await idle?.close();
  }

  async #with(positions: readonly number[]): Promise<Asked> {
    this.#calls ??= this.#open();
    const calls = this.#calls;
    await Promise.all(positions.map((position) => this.#send(calls, position)));
    return calls;
  }

  #send(calls: Asked, position: number): Promise<unknown> {
    const sent = this.#sent.get(position) ?? this.#put(calls, position);
    this.#sent.set(position, sent);
    return sent;
  }

  async #put(calls: Asked, position: number): Promise<void> {
    const column = await plainColumn(this.columns[position]);
    await calls.put(this.#id, position, column);
  }

  #open(): Asked {
    const calls = this.rowCount < ROWS_FOR_THREAD ? callsHere() : callsInThread();
    void calls.open(this.#id, this.rowCount, this.#latest);
    return calls;
  }
}

/** One thread for all tables: it is idle unless somebody sorts or filters. */
function callsInThread(): Asked {
  thread ??= new CallableWorker<EngineCalls>(join(__dirname, 'engine/engine-thread.js'), CALL_NAMES);
  openInThread += 1;
  const { calls } = thread;
  return {
    ...calls,
    put: (table, position, column) => calls.put(table, position, new Moved(column, memoryOf(column))),
  };
}

let here: Asked | undefined;

function callsHere(): Asked {
  here ??= answeringHere(createEngines());
  return here;
}

function answeringHere(engines: EngineCalls): Asked {
  return {
    open: async (...args) => engines.open(...args),
    put: async (...args) => engines.put(...args),
    profile: async (...args) => engines.profile(...args),
    look: async (...args) => engines.look(...args),
    keptCounts: async (...args) => engines.keptCounts(...args),
    words: async (...args) => engines.words(...args),
    close: async (...args) => engines.close(...args),
  };
}
