import type { Column } from '../../table/table';
import type { ColumnPlan } from './column-plan';

/** A column while it is being filled: any row may be written in any order, each once. */
export type ColumnBuilder = ColumnPlan & { readonly nulls: Uint8Array; nullCount: number } & ColumnStorage;

type ColumnStorage =
  | { readonly kind: 'number'; readonly values: Float64Array }
  | { readonly kind: 'bigint'; readonly values: BigInt64Array }
  | { readonly kind: 'boolean'; readonly values: Uint8Array }
  | { readonly kind: 'date'; readonly values: Int32Array }
  | { readonly kind: 'timestamp'; readonly values: BigInt64Array }
  | { readonly kind: 'text'; readonly values: string[] };

/** Allocates a column of `rowCount` rows. */
export function buildColumn(plan: ColumnPlan, rowCount: number): ColumnBuilder {
  return { ...plan, nulls: new Uint8Array(rowCount), nullCount: 0, ...storage(plan.kind, rowCount) };
}

/** The finished column; the marks of nulls are left out where there is none. */
export function finishColumn(builder: ColumnBuilder): Column {
  const { nulls, nullCount, isTime: _, ...column } = builder;
  return nullCount === 0 ? column : { ...column, nulls };
}

function storage(kind: ColumnPlan['kind'], rowCount: number): ColumnStorage {
  switch (kind) {
    case 'number':
      return { kind, values: new Float64Array(rowCount) };
    case 'bigint':
    case 'timestamp':
      return { kind, values: new BigInt64Array(rowCount) };
    case 'boolean':
      return { kind, values: new Uint8Array(rowCount) };
    case 'date':
      return { kind, values: new Int32Array(rowCount) };
    case 'text':
      return { kind, values: new Array<string>(rowCount).fill('') };
  }
}
