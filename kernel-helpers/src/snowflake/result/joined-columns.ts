import type { Column, DecimalColumn } from '../../table/table';
import { textColumn } from '../../values/text-column';
import { type TextPart, Texts } from '../../values/texts';
import type { ColumnPlan } from './column-plan';
import { digitsOf, emptyValues, type PieceColumn, type PieceOf, type PieceValues } from './piece-column';

/** The columns of a result while its pieces come, in any order, each once. */
export class JoinedColumns {
  readonly #columns: readonly JoinedColumn[];

  constructor(plans: readonly ColumnPlan[], rowCount: number) {
    this.#columns = plans.map((plan) => new JoinedColumn(plan, rowCount));
  }

  /** @param target the row of the piece's first row. */
  add(piece: readonly PieceColumn[], target: number): void {
    for (const [index, column] of piece.entries()) this.#columns[index].add(column, target);
  }

  finish(): readonly Column[] {
    return this.#columns.map((column) => column.finish());
  }
}

class JoinedColumn {
  #values: PieceValues | undefined;
  #nulls: Uint8Array | undefined;
  #texts: { readonly part: TextPart; readonly target: number }[] = [];

  constructor(
    private readonly plan: ColumnPlan,
    private readonly rowCount: number,
  ) {}

  add(piece: PieceColumn, target: number): void {
    if (piece.nulls !== undefined) {
      this.#nulls ??= new Uint8Array(this.rowCount);
      this.#nulls.set(piece.nulls, target);
    }
    if (piece.kind === 'text') this.#texts.push({ part: piece.texts, target });
    else if (piece.values.length === this.rowCount) this.#values = piece;
    else {
      this.#values ??= emptyValues(this.plan, this.rowCount);
      copyValues(this.#values, piece, target);
    }
  }

  finish(): Column {
    const { name, type, nullable } = this.plan;
    const base = { name, type, nullable, ...(this.#nulls && { nulls: this.#nulls }) };
    if (this.plan.kind === 'text') {
      const parts = this.#texts.sort((left, right) => left.target - right.target).map(({ part }) => part);
      return textColumn(base, Texts.ofParts(parts));
    }
    return finishValues(base, this.plan, this.#values ?? emptyValues(this.plan, this.rowCount));
  }
}

function copyValues(all: PieceValues, piece: PieceColumn, target: number): void {
  if (all.kind === 'number' && piece.kind === 'number') {
    all.values.set(piece.values, target);
    for (const [row, digits] of piece.long) all.long.set(target + row, digits);
  } else if (all.kind === 'bigint' && piece.kind === 'bigint') {
    all.values.set(piece.values, target);
    for (const [row, digits] of piece.long) all.long.set(target + row, digits);
  } else if (all.kind === 'timestamp' && piece.kind === 'timestamp') {
    all.values.set(piece.values, target);
    all.nanoseconds.set(piece.nanoseconds, target);
    if (piece.offsets !== undefined) all.offsets?.set(piece.offsets, target);
  } else if (all.kind === 'boolean' && piece.kind === 'boolean') all.values.set(piece.values, target);
  else if (all.kind === 'date' && piece.kind === 'date') all.values.set(piece.values, target);
}

type ColumnBase = Pick<Column, 'name' | 'type' | 'nullable' | 'nulls'>;

function finishValues(base: ColumnBase, plan: ColumnPlan, values: PieceValues): Column {
  const { scale, timeZone } = plan;
  switch (values.kind) {
    case 'number':
      if (values.long.size > 0) return { ...base, ...decimals(values, scale) };
      return { ...base, kind: values.kind, values: values.values, ...(scale ? { scale } : {}) };
    case 'bigint':
      if (values.long.size > 0) return { ...base, ...decimals(values, scale) };
      return { ...base, kind: values.kind, values: values.values };
    case 'timestamp': {
      const { kind, values: milliseconds, nanoseconds, offsets } = values;
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
      return { ...base, kind: values.kind, values: values.values };
    case 'date':
      return { ...base, kind: values.kind, values: values.values };
    case 'text':
      return textColumn(base, Texts.ofParts([values.texts]));
  }
}

function decimals(
  { long, values }: PieceOf<'number'> | PieceOf<'bigint'> | Extract<PieceValues, { kind: 'number' | 'bigint' }>,
  scale = 0,
): Pick<DecimalColumn, 'kind' | 'values' | 'scale'> {
  const digits = Array.from({ length: values.length }, (_, row) => long.get(row) ?? digitsOf(values[row], scale));
  return { kind: 'decimal', values: digits, scale };
}
