import { isoDate, isoTimestamp } from './cells';
import { createDataFrame, type FrameColumn } from './danfo';
import type { DataFrame, FrameValue } from './data-frame';
import type { Column } from './table';

/** A danfo DataFrame with the columns' values copied: danfo takes plain arrays only. */
export function dataFrameOfColumns(columns: readonly Column[], origin?: string): DataFrame {
  return createDataFrame(columns.map(frameColumn), origin);
}

function frameColumn(column: Column): FrameColumn {
  const { name, nulls } = column;
  const withNulls = (values: readonly FrameValue[]): readonly FrameValue[] =>
    nulls === undefined ? values : values.map((value, row) => (nulls[row] === 1 ? null : value));
  switch (column.kind) {
    case 'number':
      return { name, type: 'float32', values: Array.from(column.values) };
    case 'bigint':
      return frameIntegers(column.name, column.values, nulls);
    case 'boolean':
      return { name, type: 'boolean', values: withNulls(Array.from(column.values, (value) => value === 1)) };
    case 'date':
      return { name, type: 'string', values: withNulls(Array.from(column.values, isoDate)) };
    case 'timestamp':
      return { name, type: 'string', values: withNulls(Array.from(column.values, isoTimestamp)) };
    case 'text':
      return { name, type: 'string', values: withNulls(column.values) };
  }
}

/** Numbers where all are exact as such, text otherwise: danfo knows no bigint. */
function frameIntegers(name: string, values: BigInt64Array, nulls: Uint8Array | undefined): FrameColumn {
  const numbers = Array.from(values, (value, row) => (nulls?.[row] === 1 ? Number.NaN : Number(value)));
  if (numbers.every((value) => Number.isNaN(value) || Number.isSafeInteger(value))) {
    return { name, type: 'float32', values: numbers };
  }
  return {
    name,
    type: 'string',
    values: Array.from(values, (value, row) => (nulls?.[row] === 1 ? null : String(value))),
  };
}
