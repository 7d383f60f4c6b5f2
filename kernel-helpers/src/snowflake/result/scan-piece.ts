import type { ColumnPlan } from './column-plan';
import { writeHardCell } from './hard-cell';
import { emptyValues, type PieceColumn, type PieceValues } from './piece-column';
import { hardCellsOf, type RowBlock, RowBlocks, textsOf, type WantedRows } from './scanner/row-blocks';
import type { ColumnPlace } from './scanner/scanner-memory';
import { TextBuilder } from './text-builder';
import { timesOfDay } from './times-of-day';

/** Scans chunks of one result, one after another. Works on any thread. */
export class PieceScanner {
  readonly #blocks: RowBlocks;

  constructor(private readonly plans: readonly ColumnPlan[]) {
    this.#blocks = new RowBlocks(plans);
  }

  /** Reads the wanted rows from the plain bytes of a chunk, cut anywhere. */
  async scan(
    bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    wanted: WantedRows,
  ): Promise<readonly PieceColumn[]> {
    const columns = this.plans.map((plan) => new ColumnInProgress(plan, wanted.rows));
    this.#blocks.begin(wanted, (block) => takeBlock(block, columns));
    for await (const part of bytes) this.#blocks.push(part);
    this.#blocks.end();
    return columns.map((column) => column.finish());
  }
}

function takeBlock(block: RowBlock, columns: readonly ColumnInProgress[]): void {
  for (const [index, place] of block.memory.columns.entries()) columns[index].take(block, place);
  for (const { row, column, text } of hardCellsOf(block)) columns[column].takeHardCell(row, text);
}

class ColumnInProgress {
  readonly values: PieceValues;
  readonly #texts: TextBuilder | undefined;
  #nulls: Uint8Array | undefined;

  constructor(
    readonly plan: ColumnPlan,
    private readonly rowCount: number,
  ) {
    this.#texts = plan.kind === 'text' ? new TextBuilder(rowCount) : undefined;
    this.values = emptyValues(plan, rowCount);
  }

  take(block: RowBlock, place: ColumnPlace): void {
    this.#takeNulls(block, place);
    const { values } = this;
    const { target, first, rows, memory } = block;
    const { buffer } = memory;
    switch (values.kind) {
      case 'number':
        values.values.set(new Float64Array(buffer, place.values + first * 8, rows), target);
        break;
      case 'bigint':
        values.values.set(new BigInt64Array(buffer, place.values + first * 8, rows), target);
        break;
      case 'boolean':
        values.values.set(new Uint8Array(buffer, place.values + first, rows), target);
        break;
      case 'date':
        values.values.set(new Int32Array(buffer, place.values + first * 4, rows), target);
        break;
      case 'timestamp':
        values.values.set(new Float64Array(buffer, place.values + first * 8, rows), target);
        values.nanoseconds.set(new Int32Array(buffer, place.parts + first * 4, rows), target);
        values.offsets?.set(new Int16Array(buffer, place.zones + first * 2, rows), target);
        break;
      case 'text': {
        const texts = textsOf(block, place);
        const nulls = new Uint8Array(buffer, place.nulls + first, rows);
        this.#texts?.add(this.plan.isTime ? timesOfDay(texts, nulls, this.plan) : texts, target);
        break;
      }
    }
  }

  takeHardCell(row: number, text: string): void {
    writeHardCell({ plan: this.plan, ...this.values }, row, text);
  }

  finish(): PieceColumn {
    const { plan, values } = this;
    // Rows that were passed over may have had nulls.
    const nulls = this.#nulls?.includes(1) ? { nulls: this.#nulls } : {};
    if (this.#texts !== undefined) return { plan, ...nulls, kind: 'text', texts: this.#texts.finish() };
    return { plan, ...nulls, ...values };
  }

  #takeNulls({ memory, first, rows, target }: RowBlock, { description, nulls }: ColumnPlace): void {
    if (!memory.takeNullMark(description)) return;
    this.#nulls ??= new Uint8Array(this.rowCount);
    this.#nulls.set(new Uint8Array(memory.buffer, nulls + first, rows), target);
  }
}
