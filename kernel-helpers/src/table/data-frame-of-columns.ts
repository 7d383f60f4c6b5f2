import { columnCells, columnTexts } from '../values/cells';
import { columnLength } from '../values/text-column';
import { createDataFrame, type FrameColumn } from './danfo';
import type { DataFrame } from './data-frame';
import type { CellValue, Column } from './table';

/**
 * A danfo DataFrame with the columns' values copied: danfo takes plain arrays only. It knows numbers, text and booleans, so
 * a column of whole numbers or decimals where some value has more digits than a number becomes text with all digits.
 */
export function dataFrameOfColumns(columns: readonly Column[], origin?: string): DataFrame {
  return createDataFrame(columns.map(frameColumn), origin);
}

function frameColumn(column: Column): FrameColumn {
  const { name, nulls } = column;
  switch (column.kind) {
    case 'number':
      return { name, type: 'float32', values: Array.from(column.values) };
    case 'bigint':
    case 'decimal': {
      const cell = columnCells(column);
      const values = Array.from({ length: columnLength(column) }, (_, row) => cell(row));
      if (!values.every(isNumberOrNull)) return frameTexts(column);
      return { name, type: 'float32', values: values.map((value) => value ?? Number.NaN) };
    }
    case 'boolean': {
      const flags = Array.from(column.values, (value, row) => (nulls?.[row] === 1 ? null : value === 1));
      return { name, type: 'boolean', values: flags };
    }
    default:
      return frameTexts(column);
  }
}

function frameTexts(column: Column): FrameColumn {
  const text = columnTexts(column);
  return {
    name: column.name,
    type: 'string',
    values: Array.from({ length: columnLength(column) }, (_, row) => text(row)),
  };
}

function isNumberOrNull(value: CellValue): value is number | null {
  return value === null || typeof value === 'number';
}
