import type { ColumnPlan } from './column-plan';
import { writeHardCell } from './hard-cell';
import type { PieceColumn } from './piece-column';
import type { ByteParts, PieceDecoder, WantedRows } from './piece-decoder';
import { hardCellsOf, type RowBlock, RowBlocks, textsOf } from './scanner/row-blocks';
import type { ColumnPlace } from './scanner/scanner-memory';
import { TextBuilder } from './text-builder';
import { timesOfDay } from './times-of-day';
import { unpacked } from './unpack';

/** Scans the JSON chunks of one result. */
export class PieceScanner implements PieceDecoder {
  readonly #blocks: RowBlocks;

  constructor(plans: readonly ColumnPlan[]) {
    this.#blocks = new RowBlocks(plans);
  }

  async decode(chunk: ByteParts, wanted: WantedRows, room: readonly PieceColumn[]): Promise<readonly PieceColumn[]> {
    const columns = room.map((column) => new ColumnInProgress(column, wanted.rows));
    this.#blocks.begin(wanted, (block) => takeBlock(block, columns));
    for await (const part of unpacked(chunk)) {
      this.#blocks.push(part);
      if (this.#blocks.hasAllOfMore) break;
    }
    this.#blocks.end();
    return columns.map((column) => column.finish());
  }
}

function takeBlock(block: RowBlock, columns: readonly ColumnInProgress[]): void {
  for (const [index, place] of block.memory.columns.entries()) columns[index].take(block, place);
  for (const { row, column, text } of hardCellsOf(block)) columns[column].takeHardCell(row, text);
}

class ColumnInProgress {
  readonly #texts: TextBuilder | undefined;
  #hasNulls = false;

  constructor(
    private readonly column: PieceColumn,
    rowCount: number,
  ) {
    this.#texts = column.kind === 'text' ? new TextBuilder(rowCount) : undefined;
  }

  take(block: RowBlock, place: ColumnPlace): void {
    this.#takeNulls(block, place);
    const { column } = this;
    const { target, first, rows, memory } = block;
    const { buffer } = memory;
    switch (column.kind) {
      // From 64 bits to 32 in an array of the latter, a few thousand at a time.
      case 'float32':
      case 'number':
        column.values.set(new Float64Array(buffer, place.values + first * 8, rows), target);
        break;
      case 'bigint':
        column.values.set(new BigInt64Array(buffer, place.values + first * 8, rows), target);
        break;
      case 'boolean':
        column.values.set(new Uint8Array(buffer, place.values + first, rows), target);
        break;
      case 'date':
        column.values.set(new Int32Array(buffer, place.values + first * 4, rows), target);
        break;
      case 'timestamp':
        column.values.set(new Float64Array(buffer, place.values + first * 8, rows), target);
        setUnlessZero(column.nanoseconds, new Int32Array(buffer, place.parts + first * 4, rows), target);
        column.offsets?.set(new Int16Array(buffer, place.zones + first * 2, rows), target);
        break;
      case 'text': {
        const texts = textsOf(block, place);
        const nulls = new Uint8Array(buffer, place.nulls + first, rows);
        this.#texts?.add(column.plan.isTime ? timesOfDay(texts, nulls, column.plan) : texts, target);
        break;
      }
    }
  }

  takeHardCell(row: number, text: string): void {
    writeHardCell(this.column, row, text);
  }

  finish(): PieceColumn {
    const { nulls, ...column } = this.column;
    return {
      ...column,
      ...(this.#hasNulls && { nulls }),
      ...(column.kind === 'text' && this.#texts && { texts: this.#texts.finish() }),
    };
  }

  #takeNulls({ memory, first, rows, target }: RowBlock, { description, nulls }: ColumnPlace): void {
    if (!memory.takeNullMark(description)) return;
    const found = new Uint8Array(memory.buffer, nulls + first, rows);
    // Rows that were passed over may have had them.
    if (!found.includes(1)) return;
    this.#hasNulls = true;
    this.column.nulls?.set(found, target);
  }
}

/** Most timestamps have none: memory that is never written costs nothing. */
function setUnlessZero(all: Int32Array, values: Int32Array, target: number): void {
  if (values.some((value) => value !== 0)) all.set(values, target);
}
