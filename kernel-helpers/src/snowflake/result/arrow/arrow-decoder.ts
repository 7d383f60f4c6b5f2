import { type Column, type Field, type Table, tableFromIPC } from '@uwdata/flechette';
import { PlatformError } from '../../../errors';
import type { ColumnPlan } from '../column-plan';
import type { PieceColumn } from '../piece-column';
import type { ByteParts, PieceDecoder, WantedRows } from '../piece-decoder';
import { unpackedWhole } from '../unpack';
import { type BatchPart, nullRows } from './batch-part';
import { writeDays, writeFlags, writeNumbers, writeSingles, writeWholeNumbers } from './numbers';
import { readTexts } from './texts';
import { writeTimestamps } from './timestamps';

/** Reads the Arrow chunks of one result: each is one IPC stream. The type of a column may change between chunks. */
export class ArrowDecoder implements PieceDecoder {
  constructor(private readonly plans: readonly ColumnPlan[]) {}

  async decode(chunk: ByteParts, wanted: WantedRows, room: readonly PieceColumn[]): Promise<readonly PieceColumn[]> {
    const table = tableOf(await unpackedWhole(chunk));
    this.#check(table, wanted);
    return room.map((column, index) => readColumn(table.children[index], table.schema.fields[index], wanted, column));
  }

  #check(table: Table, { chunkRows }: WantedRows): void {
    const columns = table.children.length;
    if (columns !== this.plans.length) refuse(`it has ${columns} columns, not ${this.plans.length}`);
    const rows = table.children[0]?.length ?? 0;
    if (rows !== chunkRows) refuse(`it has ${rows} rows, not ${chunkRows}`);
  }
}

function tableOf(stream: Uint8Array): Table {
  try {
    return tableFromIPC(stream, { useBigInt: true });
  } catch (cause) {
    throw damaged('it is no whole Arrow stream', cause);
  }
}

function readColumn(arrow: Column<unknown>, { metadata }: Field, wanted: WantedRows, column: PieceColumn): PieceColumn {
  const parts = wantedParts(arrow, wanted);
  const scale = Number(metadata?.get('scale') ?? 0);
  const { nulls, ...rest } = column;
  const nullPlaces = parts.flatMap((part) => nullRows(part));
  for (const row of nullPlaces) nulls?.fill(1, row, row + 1);
  const filled = { ...rest, ...(nullPlaces.length > 0 && { nulls }) };
  if (filled.kind === 'text') return { ...filled, texts: readTexts(filled.plan, parts, scale) };
  for (const part of parts) {
    switch (filled.kind) {
      case 'number':
        writeNumbers(filled, part, scale);
        break;
      case 'float32':
        writeSingles(filled, part, scale);
        break;
      case 'bigint':
        writeWholeNumbers(filled, part);
        break;
      case 'boolean':
        writeFlags(filled, part);
        break;
      case 'date':
        writeDays(filled, part);
        break;
      case 'timestamp':
        writeTimestamps(filled, part, scale);
        break;
    }
  }
  clear(filled, nullPlaces);
  return filled;
}

/** Arrow says nothing of what lies in the place of a null. */
function clear(column: PieceColumn, rows: readonly number[]): void {
  if (column.kind === 'text') return;
  for (const row of rows) {
    if (column.kind === 'bigint') column.values[row] = 0n;
    else column.values[row] = column.kind === 'number' || column.kind === 'float32' ? Number.NaN : 0;
    if ('long' in column) column.long.delete(row);
    if (column.kind !== 'timestamp') continue;
    column.nanoseconds[row] = 0;
    column.offsets?.fill(0, row, row + 1);
  }
}

/** The parts of the record batches that hold wanted rows. */
function wantedParts({ type, data }: Column<unknown>, { skip, rows }: WantedRows): readonly BatchPart[] {
  const parts: BatchPart[] = [];
  let start = 0;
  for (const batch of data) {
    const first = Math.max(skip, start);
    const last = Math.min(skip + rows, start + batch.length);
    if (first < last) parts.push({ type, batch, from: first - start, rows: last - first, target: first - skip });
    start += batch.length;
  }
  return parts;
}

function refuse(what: string): never {
  throw damaged(what);
}

function damaged(what: string, cause?: unknown): PlatformError {
  return new PlatformError(`A part of Snowflake's result is damaged: ${what}. Run the query again.`, {
    cause,
    reason: 'unreadable-answer',
  });
}
