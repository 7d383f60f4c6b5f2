import { PlatformError } from '../../../errors';
import type { ColumnPlan } from '../column-plan';
import type { WantedRows } from '../piece-decoder';
import { ScanStop } from './scanner-code';
import { type ColumnPlace, ScannerMemory } from './scanner-memory';

/** Rows as the scanner left them in its memory. Valid until the next ones are scanned. */
export interface RowBlock {
  readonly memory: ScannerMemory;
  /** The first wanted row of the block, and how many follow. */
  readonly first: number;
  readonly rows: number;
  /** The place of the first one among all that are wanted. */
  readonly target: number;
}

/** A cell that only the careful way reads. */
export interface HardCell {
  /** Its place among the wanted rows. */
  readonly row: number;
  readonly column: number;
  readonly text: string;
}

const ESCAPED = 0x8000_0000;
const TEXT_OR_NULL = 256;

/**
 * Scans the rows of chunks, `["1","a"],["2",null]` without outer brackets, block by block. It throws for anything else,
 * and for another number of rows than announced: nothing is guessed.
 */
export class RowBlocks {
  readonly #memory: ScannerMemory;
  #wanted: WantedRows = { chunkRows: 0, skip: 0, rows: 0 };
  #take: (block: RowBlock) => void = () => undefined;
  #filled = 0;
  #rowsRead = 0;
  #bytesBefore = 0;

  constructor(private readonly plans: readonly ColumnPlan[]) {
    this.#memory = new ScannerMemory(plans);
  }

  /** Begins with a chunk. */
  begin(wanted: WantedRows, take: (block: RowBlock) => void): void {
    this.#wanted = wanted;
    this.#take = take;
    this.#filled = 0;
    this.#rowsRead = 0;
    this.#bytesBefore = 0;
  }

  /** The next bytes of the chunk, cut anywhere. */
  push(bytes: Uint8Array): void {
    const memory = this.#memory;
    let from = 0;
    while (from < bytes.length) {
      if (this.#filled === memory.inputBytes) memory.growInput();
      const part = bytes.subarray(from, from + memory.inputBytes - this.#filled);
      new Uint8Array(memory.buffer, memory.input + this.#filled, part.length).set(part);
      this.#filled += part.length;
      from += part.length;
      this.#scan();
    }
  }

  /** True if all wanted rows are read and the chunk has more: nobody needs to read those. */
  get hasAllOfMore(): boolean {
    const { chunkRows, skip, rows } = this.#wanted;
    return this.#rowsRead >= skip + rows && skip + rows < chunkRows;
  }

  /** Called after the last byte. */
  end(): void {
    const { chunkRows } = this.#wanted;
    if (this.hasAllOfMore) return;
    if (this.#rowsRead < chunkRows) this.#fail(this.#filled, `row ${this.#rowsRead + 1} of ${chunkRows}`);
  }

  #scan(): void {
    const memory = this.#memory;
    const { exports } = memory;
    const end = memory.input + this.#filled;
    memory.endInput(this.#filled);
    let start = memory.input;
    for (;;) {
      const left = this.#wanted.chunkRows - this.#rowsRead;
      if (left === 0) {
        this.#expectSpace(start, end);
        start = end;
        break;
      }
      const stop = exports.scan(
        start,
        end,
        memory.descriptions,
        this.plans.length,
        Math.min(left, memory.blockRows),
        this.#rowsRead > 0 ? 1 : 0,
        memory.hardCells,
        memory.hardRoom,
      );
      this.#deliver(exports.scannedRows());
      start = exports.stoppedAt();
      if (stop === ScanStop.Damaged) this.#fail(start - memory.input, missingWords(exports.missingThere()));
      if (stop === ScanStop.Incomplete) break;
    }
    // The begun row goes to the front.
    new Uint8Array(memory.buffer).copyWithin(memory.input, start, end);
    this.#bytesBefore += start - memory.input;
    this.#filled = end - start;
  }

  /** Hands over those rows of a block that are wanted. */
  #deliver(rows: number): void {
    const { skip, rows: wanted } = this.#wanted;
    const blockStart = this.#rowsRead - skip;
    const first = Math.max(0, -blockStart);
    const last = Math.min(rows, wanted - blockStart);
    this.#rowsRead += rows;
    if (first >= last) return;
    this.#take({ memory: this.#memory, first, rows: last - first, target: Math.max(0, blockStart) });
  }

  #expectSpace(start: number, end: number): void {
    const rest = new Uint8Array(this.#memory.buffer, start, end - start);
    const at = rest.findIndex((byte) => byte !== 32 && byte !== 10 && byte !== 13 && byte !== 9);
    if (at !== -1) this.#fail(start - this.#memory.input + at, 'the end');
  }

  #fail(at: number, expected: string): never {
    throw new PlatformError(
      `A part of Snowflake's result is damaged: ${expected} was expected at byte ${this.#bytesBefore + at}. Run the query again.`,
      { reason: 'unreadable-answer' },
    );
  }
}

/** The hard cells in the wanted rows of a block. */
export function hardCellsOf({ memory, first, rows, target }: RowBlock): readonly HardCell[] {
  const count = memory.exports.foundHardCells();
  if (count === 0) return [];
  const bytes = Buffer.from(memory.buffer);
  const words = new Uint32Array(memory.buffer, memory.hardCells, count * 4);
  const cells: HardCell[] = [];
  for (let at = 0; at < words.length; at += 4) {
    const [row, column, start, length] = words.subarray(at, at + 4);
    if (row < first || row >= first + rows) continue;
    cells.push({
      row: target + row - first,
      column,
      text: bytes.toString('latin1', start, start + (length & ~ESCAPED)),
    });
  }
  return cells;
}

/** The texts of a column in the wanted rows of a block: UTF-8, and where each begins and the last ends. */
export function textsOf(
  { memory, first, rows }: RowBlock,
  { description }: ColumnPlace,
): {
  readonly bytes: Uint8Array;
  readonly offsets: Uint32Array;
} {
  const length = memory.exports.gatherTexts(description, first, rows, memory.gathered, memory.offsets);
  if (length < 0) {
    throw new PlatformError(
      "A part of Snowflake's result is damaged: a text has an unknown escape. Run the query again.",
      { reason: 'unreadable-answer' },
    );
  }
  return {
    bytes: new Uint8Array(memory.buffer, memory.gathered, length),
    offsets: new Uint32Array(memory.buffer, memory.offsets, rows + 1),
  };
}

function missingWords(missing: number): string {
  return missing === TEXT_OR_NULL ? 'a text or null' : `"${String.fromCharCode(missing)}"`;
}
