import type { Column, DecimalColumn } from '../../table/table';
import { textColumn } from '../../values/text-column';
import type { TextPart } from '../../values/text-part';
import { Texts } from '../../values/texts';
import { digitsOf, type PieceColumn, type PieceOf } from './piece-column';
import type { ReadPiece } from './pieces-ahead';

type Rows = Pick<ReadPiece, 'columns' | 'target'>;

/** The columns of a result while its pieces come, in any order, each once. */
export class JoinedColumns {
  readonly #joined: readonly JoinedColumn[];

  /** @param columns memory for all rows. */
  constructor(columns: readonly PieceColumn[]) {
    this.#joined = columns.map((column) => new JoinedColumn(column));
  }

  /** Adds a piece whose values were written to their place in the memory for all rows. */
  addInPlace({ columns, target }: Rows): void {
    for (const [index, column] of columns.entries()) this.#joined[index].addInPlace(column, target);
  }

  /** Adds a piece that has memory of its own. */
  addCopy({ columns, target }: Rows): void {
    for (const [index, column] of columns.entries()) this.#joined[index].addCopy(column, target);
  }

  finish(): readonly Column[] {
    return this.#joined.map((column) => column.finish());
  }
}

class JoinedColumn {
  #hasNulls = false;
  readonly #texts: { readonly part: TextPart; readonly target: number }[] = [];

  constructor(private readonly all: PieceColumn) {}

  addInPlace(piece: PieceColumn, target: number): void {
    const { all } = this;
    if (piece.nulls !== undefined) this.#hasNulls = true;
    if (piece.kind === 'text') this.#texts.push({ part: piece.texts, target });
    if ('long' in piece && 'long' in all) for (const [row, digits] of piece.long) all.long.set(target + row, digits);
  }

  addCopy(piece: PieceColumn, target: number): void {
    const { all } = this;
    copy(piece.nulls, all.nulls, target);
    if (piece.kind !== 'text' && all.kind !== 'text') copy(piece.values, all.values, target);
    if (piece.kind === 'timestamp' && all.kind === 'timestamp') {
      copy(piece.nanoseconds, all.nanoseconds, target);
      copy(piece.offsets, all.offsets, target);
    }
    this.addInPlace(piece, target);
  }

  finish(): Column {
    const { name, type, nullable } = this.all.plan;
    const base = { name, type, nullable, ...(this.#hasNulls && { nulls: this.all.nulls }) };
    if (this.all.kind !== 'text') return finishValues(base, this.all);
    const parts = this.#texts.sort((left, right) => left.target - right.target).map(({ part }) => part);
    return textColumn(base, Texts.ofParts(parts));
  }
}

type Values = Exclude<PieceColumn, PieceOf<'text'>>['values'] | Int16Array;

function copy(values: Values | undefined, all: Values | undefined, target: number): void {
  if (values !== undefined) (all as Float64Array | undefined)?.set(values as Float64Array, target);
}

type ColumnBase = Pick<Column, 'name' | 'type' | 'nullable' | 'nulls'>;

function finishValues(base: ColumnBase, column: Exclude<PieceColumn, PieceOf<'text'>>): Column {
  const { scale, timeZone } = column.plan;
  switch (column.kind) {
    case 'number':
      if (column.long.size > 0) return { ...base, ...decimals(column, scale) };
      return { ...base, kind: column.kind, values: column.values, ...(scale ? { scale } : {}) };
    case 'bigint':
      if (column.long.size > 0) return { ...base, ...decimals(column, scale) };
      return { ...base, kind: column.kind, values: column.values };
    case 'float32':
      return { ...base, kind: 'number', values: Float64Array.from(column.values) };
    case 'timestamp': {
      const { kind, values: milliseconds, nanoseconds, offsets } = column;
      return {
        ...base,
        kind,
        values: milliseconds,
        ...(nanoseconds.some((value) => value !== 0) ? { nanoseconds } : {}),
        ...(offsets === undefined ? {} : { offsets }),
        ...(timeZone === undefined ? {} : { timeZone }),
      };
    }
    case 'boolean':
      return { ...base, kind: column.kind, values: column.values };
    case 'date':
      return { ...base, kind: column.kind, values: column.values };
  }
}

function decimals(
  { long, values }: PieceOf<'number'> | PieceOf<'bigint'>,
  scale = 0,
): Pick<DecimalColumn, 'kind' | 'values' | 'scale'> {
  const digits = Array.from({ length: values.length }, (_, row) => long.get(row) ?? digitsOf(values[row], scale));
  return { kind: 'decimal', values: digits, scale };
}
