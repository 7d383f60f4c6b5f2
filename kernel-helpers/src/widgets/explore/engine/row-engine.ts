import { InternalError } from '../../../errors';
import { keepsAllRows, type Look, type LookFilter } from '../look';
import { keptRows, type Mask, maskOf, searchMask } from './keep-rows';
import { type CodedKeys, type Keys, keysOf } from './keys';
import type { PlainColumn } from './plain-column';
import {
  barsOfNumbers,
  type ColumnProfile,
  countWords,
  profileColumn,
  topWords,
  type WordCount,
} from './profile-column';
import { sortRows } from './sort-rows';

/** Says that a newer look has come, so that nobody waits for this work any more. */
export class Outdated extends Error {
  override readonly name = 'Outdated';
}

/** The numbers of the rows that are kept, in their order. */
export interface OrderedRows {
  readonly count: number;
  /** Undefined where all rows are in their first order. In memory that both threads see. */
  readonly rows?: Int32Array;
}

/** Counts of the kept rows: by bar for numbers, by word for texts (the words of the column's profile). */
export type KeptCounts = readonly number[];

/** Sorts, filters, searches and counts the rows of one table. It holds copies of the columns that it was asked about. */
export class RowEngine {
  readonly #columns = new Map<number, Keys>();
  readonly #profiles = new Map<number, ColumnProfile>();
  readonly #masks = new Map<string, Mask>();
  #sorted: { readonly name: string; readonly rows: Int32Array } | undefined;
  #kept: Int32Array | undefined;

  /** @param latest holds the number of the newest look; work for an older one ends. */
  constructor(
    private readonly rowCount: number,
    private readonly latest: Int32Array,
  ) {}

  put(position: number, column: PlainColumn): void {
    this.#columns.set(position, keysOf(column));
  }

  profile(position: number): ColumnProfile {
    const profile = this.#profiles.get(position) ?? profileColumn(this.#keys(position));
    this.#profiles.set(position, profile);
    return profile;
  }

  /** Throws Outdated as soon as a newer look has come. */
  look(look: Look, number: number, textColumns: readonly number[]): OrderedRows {
    const check = () => {
      if (Atomics.load(this.latest, 0) !== number) throw new Outdated();
    };
    check();
    const order = this.#order(look, check);
    if (keepsAllRows(look)) {
      this.#kept = undefined;
      return order === undefined ? { count: this.rowCount } : { count: this.rowCount, rows: order };
    }
    const masks = this.#masksOf(look, textColumns, check);
    const rows = keptRows(masks, this.rowCount, order);
    this.#kept = rows;
    return { count: rows.length, rows: shared(rows) };
  }

  /** How the rows of the last look are spread; undefined where it keeps all. */
  keptCounts(position: number): KeptCounts | undefined {
    if (this.#kept === undefined) return undefined;
    const keys = this.#keys(position);
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
    const keys = this.#keys(position);
    return keys.kind === 'coded' ? topWords(keys, countWords(keys, undefined), most, containing) : [];
  }

  #keys(position: number): Keys {
    const keys = this.#columns.get(position);
    if (keys === undefined) throw new InternalError(`Column ${position} has not come to the engine.`);
    return keys;
  }

  #order({ sort }: Look, check: () => void): Int32Array | undefined {
    if (sort === undefined) return undefined;
    const name = `${sort.column} ${sort.descending}`;
    if (this.#sorted?.name !== name) {
      const rows = new Int32Array(new SharedArrayBuffer(this.rowCount * Int32Array.BYTES_PER_ELEMENT));
      for (const _ of sortRows(this.#keys(sort.column), sort.descending, rows, check));
      this.#sorted = { name, rows };
    }
    return this.#sorted.rows;
  }

  /** Masks of filters that stay are kept, so that moving one end of a range costs one pass. */
  #masksOf({ filters, search }: Look, textColumns: readonly number[], check: () => void): readonly Mask[] {
    const wanted = new Map<string, () => Mask>(filters.map((filter) => [nameOf(filter), () => this.#maskOf(filter)]));
    if (search !== '') {
      const columns = textColumns
        .map((position) => this.#keys(position))
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
    return maskOf(this.#keys(filter.column), filter);
  }
}

function nameOf(filter: LookFilter): string {
  return JSON.stringify(filter);
}

/** Row numbers in memory that the other thread reads without a copy. */
function shared(rows: Int32Array): Int32Array {
  const copy = new Int32Array(new SharedArrayBuffer(rows.byteLength));
  copy.set(rows);
  return copy;
}
