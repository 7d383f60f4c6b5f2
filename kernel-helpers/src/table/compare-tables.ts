import { InternalError } from '../errors';
import { findNames } from '../find-names';
import { INSPECT } from '../mime';
import { JUPYTER_DISPLAY, type MimeBundle } from '../render/self-display';
import { tableBundle, tableText } from '../render/table-view';
import { asTabular, type Tabular } from '../render/tabular';
import { columnCells } from '../values/cells';
import type { DanfoFrame } from '../values/danfo-frame';
import { nearestNumber } from '../values/decimal';
import { Table } from './columnar-table';
import { columnDifference, countValues, forEachValue } from './compare-columns';
import type { Column } from './table';

/** One column as both sides have it: how many values there are, and the sum of its numbers, rounded. */
export interface ColumnComparison {
  readonly column: string;
  readonly sentValues: number;
  readonly readValues: number;
  readonly sentSum: number | null;
  readonly readSum: number | null;
  readonly same: boolean;
  /** One of the values that differ, where not all are the same. */
  readonly difference?: string;
}

/** Whether two tables hold the same, column by column; it shows itself as a table. */
export class TableComparison {
  constructor(
    readonly sentRows: number,
    readonly readRows: number,
    readonly columns: readonly ColumnComparison[],
  ) {}

  /** True when there are as many rows and every column has the same values, whatever the order of the rows. */
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
 * Compares what was sent with what was read back: every value of each column, in any order of the rows. Numbers, dates,
 * times, timestamps with their zones, texts and all other kinds count to the last digit; a FLOAT to 15 digits, as JSON
 * results carry it. A column that one side lacks has no values there.
 */
export function compareTables(sent: Table | DanfoFrame, read: Table | DanfoFrame): TableComparison {
  const [left, right] = [asTable(sent), asTable(read)];
  const columns = pairs(left.columns, right.columns).map(([ours, theirs]): ColumnComparison => {
    const difference =
      ours === undefined || theirs === undefined
        ? `not ${ours === undefined ? 'sent' : 'read'}`
        : columnDifference(ours, theirs);
    return {
      column: (theirs ?? ours)?.name ?? '',
      sentValues: ours === undefined ? 0 : countValues(ours),
      readValues: theirs === undefined ? 0 : countValues(theirs),
      sentSum: sumOf(ours),
      readSum: sumOf(theirs),
      same: difference === undefined,
      ...(difference === undefined ? {} : { difference }),
    };
  });
  return new TableComparison(left.rowCount, right.rowCount, columns);
}

function asTable(data: Table | DanfoFrame): Table {
  return data instanceof Table ? data : Table.fromDataFrame(data);
}

/** The columns that belong together: those with the same name, otherwise those whose names differ only in case. */
function pairs(
  sent: readonly Column[],
  read: readonly Column[],
): readonly (readonly [Column | undefined, Column | undefined])[] {
  const names = findNames(
    sent.map(({ name }) => name),
    read.map(({ name }) => name),
  );
  const found = sent.map((ours, index) => [ours, read.find(({ name }) => name === names[index])] as const);
  const left = read.filter(({ name }) => !names.includes(name));
  return [...found, ...left.map((theirs) => [undefined, theirs] as const)];
}

function sumOf(column: Column | undefined): number | null {
  if (column === undefined) return null;
  const { kind } = column;
  if (kind !== 'number' && kind !== 'bigint' && kind !== 'decimal') return null;
  const cell = columnCells(column);
  let sum = 0;
  forEachValue(column, (row) => {
    sum += nearestNumber(cell(row));
  });
  return sum;
}
