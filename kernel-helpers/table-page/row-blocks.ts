import type { RowWindow } from '../src/widgets/explore/row-window';
import type { KernelSide } from './kernel-side';

const BLOCK_ROWS = 200;
const MOST_BLOCKS = 60;
/** A person who drags the bar passes many blocks: only those where the bar rests are asked for. */
const REST_MS = 40;

/** The rows that have come from the kernel, and those that are on their way. */
export class RowBlocks {
  readonly #blocks = new Map<number, RowWindow>();
  readonly #asked = new Set<number>();
  #number = -1;
  #wanted: readonly number[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param onRows is called when rows have come. */
  constructor(
    private readonly kernel: KernelSide,
    private readonly onRows: () => void,
  ) {}

  /** The texts of a row; undefined until they have come. */
  row(place: number): readonly (string | null)[] | undefined {
    this.#renew();
    const { first } = { first: this.kernel.get('first') };
    if (place < (first[0]?.length ?? 0)) return first.map((column) => column[place] ?? null);
    const block = this.#blocks.get(Math.floor(place / BLOCK_ROWS));
    return block?.map((column) => column[place % BLOCK_ROWS] ?? null);
  }

  /** Asks for rows `from` to `to` (excluded) that are not here. */
  want(from: number, to: number): void {
    this.#renew();
    const last = Math.floor(Math.max(from, to - 1) / BLOCK_ROWS);
    const wanted: number[] = [];
    for (let block = Math.floor(from / BLOCK_ROWS); block <= last; block += 1) {
      if (to > (this.kernel.get('first')[0]?.length ?? 0) && !this.#blocks.has(block) && !this.#asked.has(block))
        wanted.push(block);
    }
    this.#wanted = wanted;
    if (wanted.length === 0) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#askWanted(), this.#asked.size === 0 ? 0 : REST_MS);
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #askWanted(): void {
    for (const block of this.#wanted) void this.#ask(block);
    this.#wanted = [];
  }

  async #ask(block: number): Promise<void> {
    const number = this.#number;
    this.#asked.add(block);
    try {
      const rows = await this.kernel.ask('rows', { number, from: block * BLOCK_ROWS, to: (block + 1) * BLOCK_ROWS });
      if (rows === undefined || number !== this.#number) return;
      this.#blocks.set(block, rows);
      const [oldest] = this.#blocks.keys();
      if (this.#blocks.size > MOST_BLOCKS && oldest !== undefined) this.#blocks.delete(oldest);
      this.onRows();
    } finally {
      this.#asked.delete(block);
    }
  }

  /** Forgets the rows of another look. */
  #renew(): void {
    const { number } = this.kernel.get('shown');
    if (number === this.#number) return;
    this.#number = number;
    this.#blocks.clear();
    this.#asked.clear();
  }
}
