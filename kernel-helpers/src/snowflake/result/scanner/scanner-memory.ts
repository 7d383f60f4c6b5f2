import type { ColumnPlan } from '../column-plan';
import { powersOfFive, powersOfTen } from './powers';
import { type ScannerExports, type ScannerPages, startScanner } from './scanner-code';

/** As `assembly/memory.ts` names them. */
const KINDS = { number: 0, float32: 0, bigint: 1, boolean: 2, date: 3, timestamp: 4, text: 5 } as const;
const BYTES_OF_VALUE = { number: 8, float32: 8, bigint: 8, boolean: 1, date: 4, timestamp: 8, text: 4 } as const;

const PAGE_BYTES = 65_536;
/** 4 GiB, the most that 32 bits can address. */
const MOST_PAGES = 65_536;
const DESCRIPTION_BYTES = 32;
const HARD_CELL_BYTES = 16;
const LEAST_HARD_ROOM = 4096;
/** The scanner may read, and write, so many bytes behind what it was given. */
const MARGIN = 64;
/** What the rows of one turn may take: small enough for the processor's cache. */
const BLOCK_BYTES = 512 * 1024;
const MOST_BLOCK_ROWS = 4096;
const FIRST_INPUT_BYTES = 256 * 1024;

/** Where the parts of a column lie, in bytes from the beginning. */
export interface ColumnPlace {
  readonly description: number;
  readonly values: number;
  readonly nulls: number;
  readonly parts: number;
  readonly zones: number;
}

/** The memory of a scanner: tables, columns for the rows of one turn, and the input, which may grow, at the end. */
export class ScannerMemory {
  readonly exports: ScannerExports;
  readonly columns: readonly ColumnPlace[];
  /** Rows that are scanned in one turn. */
  readonly blockRows: number;
  readonly descriptions: number;
  readonly hardCells: number;
  readonly hardRoom: number;
  readonly offsets: number;
  readonly input: number;
  #inputBytes = FIRST_INPUT_BYTES;
  readonly #pages: ScannerPages;

  constructor(plans: readonly ColumnPlan[]) {
    ({ exports: this.exports, pages: this.#pages } = startScanner(MOST_PAGES));
    const bytesOfRow = plans.reduce((sum, plan) => sum + rowBytes(plan), 1);
    this.blockRows = Math.max(1, Math.min(MOST_BLOCK_ROWS, Math.floor(BLOCK_BYTES / bytesOfRow)));
    this.hardRoom = Math.max(LEAST_HARD_ROOM, plans.length);
    let end = 1024;
    const take = (bytes: number): number => {
      const place = end;
      end = (end + bytes + 15) & ~15;
      return place;
    };
    const five = powersOfFive();
    const ten = powersOfTen();
    const fivePlace = take(five.byteLength);
    const tenPlace = take(ten.byteLength);
    this.hardCells = take(this.hardRoom * HARD_CELL_BYTES);
    this.descriptions = take(plans.length * DESCRIPTION_BYTES);
    this.offsets = take((this.blockRows + 1) * 4);
    this.columns = plans.map((plan, index) => ({
      description: this.descriptions + index * DESCRIPTION_BYTES,
      values: take(this.blockRows * BYTES_OF_VALUE[plan.kind]),
      nulls: take(this.blockRows),
      parts: plan.kind === 'timestamp' || plan.kind === 'text' ? take(this.blockRows * 4) : 0,
      zones: plan.hasOffsets ? take(this.blockRows * 2) : 0,
    }));
    this.input = take(0);
    this.#reserve();
    new BigUint64Array(this.buffer, fivePlace).set(five);
    new Float64Array(this.buffer, tenPlace).set(ten);
    this.exports.useTables(fivePlace, tenPlace);
    this.#describe(plans);
  }

  /** Another one after the input has grown. */
  get buffer(): ArrayBuffer {
    return this.#pages.buffer;
  }

  get inputBytes(): number {
    return this.#inputBytes;
  }

  /** Where the texts of a column are gathered: they are no longer than the input. */
  get gathered(): number {
    return this.input + this.#inputBytes + MARGIN;
  }

  /** Makes room for twice the input. */
  growInput(): void {
    this.#inputBytes *= 2;
    this.#reserve();
  }

  /** Marks the end of the input for the scanner. */
  endInput(length: number): void {
    new Uint8Array(this.buffer, this.input + length, MARGIN / 2).fill(0);
  }

  /** True if a null was found in the column since the last call. */
  takeNullMark(description: number): boolean {
    const mark = new Uint32Array(this.buffer, description + 24, 1);
    const found = mark[0] === 1;
    mark[0] = 0;
    return found;
  }

  #reserve(): void {
    const missing = this.gathered + this.#inputBytes + MARGIN - this.buffer.byteLength;
    if (missing > 0) this.#pages.grow(Math.ceil(missing / PAGE_BYTES));
  }

  #describe(plans: readonly ColumnPlan[]): void {
    const words = new Uint32Array(this.buffer, this.descriptions, (plans.length * DESCRIPTION_BYTES) / 4);
    plans.forEach((plan, index) => {
      const { values, nulls, parts, zones } = this.columns[index];
      words.set([KINDS[plan.kind], values, nulls, parts, zones, mostDigits(plan), 0], (index * DESCRIPTION_BYTES) / 4);
    });
  }
}

function rowBytes({ kind, hasOffsets }: ColumnPlan): number {
  const parts = kind === 'timestamp' || kind === 'text' ? 4 : 0;
  return BYTES_OF_VALUE[kind] + 1 + parts + (hasOffsets ? 2 : 0);
}

/** A double holds every number of so many digits; a FLOAT may be rounded. */
function mostDigits({ longDigits }: ColumnPlan): number {
  return longDigits === 'rounded' ? 19 : 15;
}
