import { InternalError } from '../../../errors';
import { keepsAllRows, type Look, type LookFilter, type LookSort } from '../look';
import { allOf, type Mask, maskOf, searchMask } from './keep-rows';
import { type CodedKeys, type Keys, keysOf } from './keys';
import { endUnless, unlessOutdated } from './outdated';
import type { PlainColumn } from './plain-column';
import {
  barsOfNumbers,
  type ColumnProfile,
  countWords,
  profileColumn,
  topWords,
  type WordCount,
} from './profile-column';
import { type OrderedRows, rowNumbers, rowsOfLook, type Sorting } from './rows-of-look';
import { sortRows } from './sort-rows';

/** What is known of a look as soon as a page can show it. */
export interface BegunLook extends OrderedRows {
  /** True if `rows` are only the first ones: `finishLook` returns all. */
  readonly isBegun: boolean;
}

/** Counts of the kept rows: by bar for numbers, by word for texts (the words of the column's profile). */
export type KeptCounts = readonly number[];

/** Sorts, filters, searches and counts the rows of one table. It holds copies of the columns that it was asked about. */
export class RowEngine {
  readonly #columns = new Map<number, PlainColumn>();
  readonly #keys = new Map<number, Keys>();
  readonly #profiles = new Map<number, ColumnProfile>();
  readonly #masks = new Map<string, Mask>();
  #sorted: { readonly name: string; readonly rows: Int32Array } | undefined;
  #begun: { readonly number: number; readonly looking: Generator<OrderedRows, OrderedRows> } | undefined;
  #kept: Int32Array | undefined;

  /** @param latest holds the number of the newest look; work for an older one ends. */
  constructor(
    private readonly rowCount: number,
    private readonly latest: Int32Array,
  ) {}

  put(position: number, column: PlainColumn): void {
    this.#columns.set(position, column);
  }

  /** @param onStep is called between parts of the work, and may throw to end it. */
  profile(position: number, onStep: () => void = () => {}): ColumnProfile {
    const profile = this.#profiles.get(position) ?? profileColumn(this.#keysOf(position, onStep), onStep);
    this.#profiles.set(position, profile);
    return profile;
  }

  /** Undefined as soon as a newer look has come. Of rows in another order, it may return the first ones only. */
  look(look: Look, number: number, textColumns: readonly number[]): BegunLook | undefined {
    this.#begun = undefined;
    const isWanted = () => Atomics.load(this.latest, 0) === number;
    const looking = this.#looking(look, textColumns, () => endUnless(isWanted()));
    return unlessOutdated(() => {
      const { done = false, value } = looking.next();
      if (!done) this.#begun = { number, looking };
      return { ...value, isBegun: !done };
    });
  }

  /** All rows of a look that has begun; undefined as soon as a newer one has come. */
  finishLook(number: number): OrderedRows | undefined {
    const begun = this.#begun;
    this.#begun = undefined;
    if (begun?.number !== number) return undefined;
    return unlessOutdated(() => {
      let step = begun.looking.next();
      while (step.done !== true) step = begun.looking.next();
      return step.value;
    });
  }

  /** How the rows of the last look are spread; undefined where it keeps all. */
  keptCounts(position: number): KeptCounts | undefined {
    if (this.#kept === undefined) return undefined;
    const keys = this.#keysOf(position);
    const profile = this.profile(position);
    if (keys.kind === 'numbers') {
      const range = profile.kind === 'numbers' ? profile.range : undefined;
      return range === undefined ? [] : barsOfNumbers(keys, range, this.#kept);
    }
    const counts = countWords(keys, this.#kept);
    return profile.kind === 'words' ? profile.top.map(({ code }) => counts[code]) : [];
  }

  /** The most frequent words of a column that contain a text. */
  words(position: number, containing: string, most: number): readonly WordCount[] {
    const keys = this.#keysOf(position);
    return keys.kind === 'coded' ? topWords(keys, countWords(keys, undefined), most, containing) : [];
  }

  #keysOf(position: number, onStep: () => void = () => {}): Keys {
    const known = this.#keys.get(position);
    if (known !== undefined) return known;
    const column = this.#columns.get(position);
    if (column === undefined) throw new InternalError(`Column ${position} has not come to the engine.`);
    const keys = keysOf(column, onStep);
    this.#keys.set(position, keys);
    this.#columns.delete(position);
    return keys;
  }

  *#looking(look: Look, textColumns: readonly number[], check: () => void): Generator<OrderedRows, OrderedRows> {
    check();
    const mask = keepsAllRows(look) ? undefined : allOf(this.#masksOf(look, textColumns, check), this.rowCount);
    const sorting = look.sort === undefined ? undefined : this.#sorting(look.sort, check);
    const all = yield* rowsOfLook(this.rowCount, mask, sorting);
    this.#kept = mask === undefined ? undefined : all.rows;
    return all;
  }

  *#sorting({ column, descending }: LookSort, check: () => void): Generator<Sorting, void> {
    const name = `${column} ${descending}`;
    if (this.#sorted?.name !== name) {
      const rows = rowNumbers(this.rowCount);
      for (const known of sortRows(this.#keysOf(column, check), descending, rows, check)) {
        if (known < rows.length) yield { rows, known };
      }
      this.#sorted = { name, rows };
    }
    yield { rows: this.#sorted.rows, known: this.rowCount };
  }

  /** Masks of filters that stay are kept, so that moving one end of a range costs one pass. */
  #masksOf({ filters, search }: Look, textColumns: readonly number[], check: () => void): readonly Mask[] {
    const wanted = new Map<string, () => Mask>(filters.map((filter) => [nameOf(filter), () => this.#maskOf(filter)]));
    if (search !== '') {
      const columns = textColumns
        .map((position) => this.#keysOf(position, check))
        .filter((keys): keys is CodedKeys => keys.kind === 'coded');
      wanted.set(`search ${search}`, () => searchMask(columns, search, check));
    }
    for (const name of this.#masks.keys()) if (!wanted.has(name)) this.#masks.delete(name);
    return [...wanted].map(([name, make]) => {
      check();
      const mask = this.#masks.get(name) ?? make();
      this.#masks.set(name, mask);
      return mask;
    });
  }

  #maskOf(filter: LookFilter): Mask {
    return maskOf(this.#keysOf(filter.column), filter);
  }
}

function nameOf(filter: LookFilter): string {
  return JSON.stringify(filter);
}
