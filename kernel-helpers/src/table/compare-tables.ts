import { JUPYTER_DISPLAY, type MimeBundle } from '../cell/kernel-bridge';
import { INSPECT } from '../cell/mime';
import { tableBundle, tableText } from '../display/table-view';
import { asTabular, type Tabular } from '../display/tabular';
import { InternalError } from '../errors';
import { columnCells } from '../values/cells';
import { Table } from './columnar-table';
import type { DataFrame } from './data-frame';

/** Rounding of a sum of doubles depends on the order of the rows, which a database does not keep. */
const TOLERANCE = 1e-9;

/** One column as both sides have it: how many values there are, and the sum of its numbers. */
export interface ColumnComparison {
  readonly column: string;
  readonly sentValues: number;
  readonly readValues: number;
  readonly sentSum: number | null;
  readonly readSum: number | null;
  readonly same: boolean;
}

/** Whether two tables hold the same, column by column; it shows itself as a table. */
export class TableComparison {
  constructor(
    readonly sentRows: number,
    readonly readRows: number,
    readonly columns: readonly ColumnComparison[],
  ) {}

  /** True when the number of rows, and of every column the count and the sum, are the same. */
  get same(): boolean {
    return this.sentRows === this.readRows && this.columns.every((column) => column.same);
  }

  [JUPYTER_DISPLAY](): MimeBundle {
    return tableBundle(this.tabular());
  }

  [INSPECT](): string {
    return tableText(this.tabular());
  }

  private tabular(): Tabular {
    const rows = asTabular(this.columns);
    if (rows === undefined) throw new InternalError('A comparison of two tables has no columns to show.');
    return rows;
  }
}

/**
 * Compares what was sent with what was read back: rows, and of each column the count of values and their sum.
 * A column that one side lacks has no values there.
 */
export function compareTables(sent: Table | DataFrame, read: Table | DataFrame): TableComparison {
  const [left, right] = [asTable(sent), asTable(read)];
  const names = new Set([...left.columnNames, ...right.columnNames].map((name) => name.toUpperCase()));
  const columns = [...names].map((name): ColumnComparison => {
    const [ours, theirs] = [measure(left, name), measure(right, name)];
    const same = ours.values === theirs.values && isClose(ours.sum, theirs.sum);
    return {
      column: name,
      sentValues: ours.values,
      readValues: theirs.values,
      sentSum: ours.sum,
      readSum: theirs.sum,
      same,
    };
  });
  return new TableComparison(left.rowCount, right.rowCount, columns);
}

function asTable(data: Table | DataFrame): Table {
  return data instanceof Table ? data : Table.fromDataFrame(data);
}

function measure(table: Table, name: string): { readonly values: number; readonly sum: number | null } {
  const column = table.columns.find((candidate) => candidate.name.toUpperCase() === name);
  if (column === undefined) return { values: 0, sum: null };
  const isNumeric = column.kind === 'number' || column.kind === 'bigint';
  const cell = columnCells(column);
  let values = 0;
  let sum = 0;
  for (let row = 0; row < table.rowCount; row += 1) {
    const value = cell(row);
    if (value === null) continue;
    values += 1;
    if (isNumeric) sum += Number(value);
  }
  return { values, sum: isNumeric ? sum : null };
}

function isClose(left: number | null, right: number | null): boolean {
  if (left === null || right === null) return left === right;
  return Math.abs(left - right) <= TOLERANCE * Math.max(Math.abs(left), Math.abs(right));
}
