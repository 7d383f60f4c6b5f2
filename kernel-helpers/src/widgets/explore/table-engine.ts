import { join } from 'node:path';
import type { Column } from '../../table/table';
import { CallableWorker, Moved } from '../../threads/worker-calls';
import { CALL_NAMES, type EngineCalls } from './engine/engine-calls';
import type * as Engines from './engine/engines';
import type { ColumnProfile, WordCount } from './engine/profile-column';
import type { KeptCounts } from './engine/row-engine';
import type { OrderedRows } from './engine/rows-of-look';
import { keepsAllRows, type Look } from './look';
import { memoryOf, plainColumn } from './plain-columns';
import { TwoQueues } from './two-queues';

/** Below so many rows every answer takes a few milliseconds, less than a thread needs to start. */
const ROWS_FOR_THREAD = 200_000;

let tables = 0;
let thread: CallableWorker<EngineCalls> | undefined;
let openInThread = 0;
/** Counts what somebody waits for, and closed tables: a profile that is under way ends, and begins again later. */
const urgent = new Int32Array(new SharedArrayBuffer(4));
/** A column that is shown again needs no second profile. */
const profiles = new WeakMap<Column, ColumnProfile>();

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
  /** What the last look keeps. */
  #keepsAll = true;
  /** Copies for profiles are made one after another, so that cells get their turn. */
  #copied: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly columns: readonly Column[],
    private readonly rowCount: number,
  ) {
    this.#textColumns = [...columns.keys()].filter((position) => columns[position].kind === 'text');
  }

  /**
   * The rows of a look; undefined if a newer look has come meanwhile.
   * @param onFirst is called with the first ones if they are known much before the others.
   */
  look(look: Look, onFirst: (first: OrderedRows) => void): Promise<OrderedRows | undefined> {
    const number = Atomics.add(this.#latest, 0, 1) + 1;
    Atomics.add(urgent, 0, 1);
    return this.#queues.soon(async () => {
      if (Atomics.load(this.#latest, 0) !== number) return undefined;
      const { sort, filters, search } = look;
      const needed = [
        ...(sort === undefined ? [] : [sort.column]),
        ...filters.map(({ column }) => column),
        ...(search === '' ? [] : this.#textColumns),
      ];
      const calls = await this.#with(needed);
      const begun = await calls.look(this.#id, look, number, this.#textColumns);
      let rows: OrderedRows | undefined = begun;
      if (begun?.isBegun === true) {
        const finished = calls.finishLook(this.#id, number);
        if (Atomics.load(this.#latest, 0) === number) onFirst(begun);
        rows = await finished;
      }
      if (rows !== undefined) this.#keepsAll = keepsAllRows(look);
      return rows;
    });
  }

  /** Undefined if the table is closed meanwhile. */
  async profile(position: number): Promise<ColumnProfile | undefined> {
    const known = profiles.get(this.columns[position]);
    if (known !== undefined) return known;
    this.#copied = this.#copied.then(() => this.#copyLater(position));
    await this.#copied;
    let profile: ColumnProfile | undefined;
    while (profile === undefined && !this.#isClosed) {
      profile = await this.#queues.later(async () => {
        return this.#isClosed ? undefined : (await this.#with([position])).profile(this.#id, position);
      });
    }
    if (profile !== undefined) profiles.set(this.columns[position], profile);
    return profile;
  }

  /** How the rows of the last look are spread; undefined where it keeps all: then no column is copied. */
  async keptCounts(position: number): Promise<KeptCounts | undefined> {
    return await this.#queues.later(async () => {
      return this.#isClosed || this.#keepsAll
        ? undefined
        : (await this.#with([position])).keptCounts(this.#id, position);
    });
  }

  words(position: number, containing: string, most: number): Promise<readonly WordCount[]> {
    Atomics.add(urgent, 0, 1);
    return this.#queues.soon(async () => (await this.#with([position])).words(this.#id, position, containing, most));
  }

  /** Frees the copies. Calling it twice is fine. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    // Ends what is under way.
    Atomics.add(this.#latest, 0, 1);
    Atomics.add(urgent, 0, 1);
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

  async #copyLater(position: number): Promise<void> {
    if (this.#isClosed) return;
    await this.#with([position]);
    await new Promise((resolve) => setImmediate(resolve));
  }

  #send(calls: Asked, position: number): Promise<unknown> {
    const sent = this.#sent.get(position) ?? this.#put(calls, position);
    this.#sent.set(position, sent);
    return sent;
  }

  async #put(calls: Asked, position: number): Promise<void> {
    const column = await plainColumn(this.columns[position], () => !this.#isClosed);
    if (column !== undefined && !this.#isClosed) await calls.put(this.#id, position, column);
  }

  #open(): Asked {
    const calls = this.rowCount < ROWS_FOR_THREAD ? callsHere() : callsInThread();
    void calls.open(this.#id, this.rowCount, this.#latest, urgent);
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
  // The first rows of a table are shown without it.
  here ??= answeringHere((require('./engine/engines') as typeof Engines).createEngines());
  return here;
}

function answeringHere(engines: EngineCalls): Asked {
  return {
    open: async (...args) => engines.open(...args),
    put: async (...args) => engines.put(...args),
    profile: async (...args) => engines.profile(...args),
    look: async (...args) => engines.look(...args),
    finishLook: async (...args) => engines.finishLook(...args),
    keptCounts: async (...args) => engines.keptCounts(...args),
    words: async (...args) => engines.words(...args),
    close: async (...args) => engines.close(...args),
  };
}
