import { InternalError, UserError } from '../errors';
import { requireName } from '../find-names';
import { INSPECT } from '../mime';
import { JUPYTER_DISPLAY, type MimeBundle } from '../render/self-display';
import { tableBundle, tableText } from '../render/table-view';
import { fromTable } from '../render/tabular';
import { rowsOfColumns } from '../values/cells';
import type { ColumnName } from '../values/column-name';
import { columnLength } from '../values/text-column';
import { columnsOfDataFrame } from './columns-of-data-frame';
import { columnsOfRows } from './columns-of-rows';
import type { DataFrame } from './data-frame';
import { dataFrameOfColumns } from './data-frame-of-columns';
import { sliceColumn } from './slice-column';
import type { CellValue, Column } from './table';

export interface TableOptions {
  /** Where the rows came from, shown with them when it matters, for example `synthetic stand-in`. */
  readonly origin?: string;
}

/** Rows held as columns of typed arrays; it never changes. As a cell's result it shows its first rows. */
export class Table {
  readonly rowCount: number;
  readonly columns: readonly Column[];
  readonly origin?: string;

  /** @param columns columns of one length with different names. */
  constructor(columns: readonly Column[], options: TableOptions = {}) {
    this.columns = columns;
    this.rowCount = columns.length === 0 ? 0 : columnLength(columns[0]);
    if (options.origin !== undefined) this.origin = options.origin;
    checkColumns(columns, this.rowCount);
  }

  /** From objects that all have the same keys, such as `[{ CITY: 'Fresno', PEOPLE: 540_000 }]`. */
  static fromRows(rows: readonly Readonly<Record<string, unknown>>[], options?: TableOptions): Table {
    return new Table(columnsOfRows(rows), options);
  }

  /** From a danfo DataFrame; its index is left out. */
  static fromDataFrame(frame: DataFrame): Table {
    return new Table(columnsOfDataFrame(frame), { origin: frame.origin });
  }

  get columnNames(): readonly string[] {
    return this.columns.map((column) => column.name);
  }

  /** The column of exactly that name, otherwise the only one whose name differs only in case. */
  column(name: ColumnName): Column {
    const names = this.columnNames;
    return this.columns[names.indexOf(requireName(name, names, 'The table'))];
  }

  /** The table with only these columns, in this order. */
  select(...names: readonly ColumnName[]): Table {
    return new Table(
      names.map((name) => this.column(name)),
      { origin: this.origin },
    );
  }

  /** The table without these columns. */
  without(...names: readonly ColumnName[]): Table {
    const left = new Set(names.map((name) => this.column(name)));
    return new Table(
      this.columns.filter((column) => !left.has(column)),
      { origin: this.origin },
    );
  }

  /** Rows `from` (included) to `to` (excluded), both counted from 0; values are shared, not copied. */
  slice(from = 0, to = this.rowCount): Table {
    const end = Math.min(Math.max(to, 0), this.rowCount);
    const start = Math.min(Math.max(from, 0), end);
    return new Table(
      this.columns.map((column) => sliceColumn(column, start, end)),
      { origin: this.origin },
    );
  }

  /**
   * One object a row. A NUMBER is a number where that holds all its digits, otherwise a bigint (whole) or a Decimal.
   * A DATE is a CalendarDate and a TIMESTAMP a Timestamp, which keeps nanoseconds and offset; a TIME is text.
   */
  toRows(): Record<string, CellValue>[] {
    return rowsOfColumns(this.columns);
  }

  /** A danfo DataFrame: null becomes NaN in number columns, dates and timestamps become ISO text, long decimals text. */
  toDataFrame(): DataFrame {
    return dataFrameOfColumns(this.columns, this.origin);
  }

  [JUPYTER_DISPLAY](): MimeBundle {
    return tableBundle(fromTable(this));
  }

  [INSPECT](): string {
    return tableText(fromTable(this));
  }
}

function checkColumns(columns: readonly Column[], rowCount: number): void {
  const names = new Set<string>();
  for (const column of columns) {
    if (names.has(column.name))
      throw new UserError(`Two columns are named ${column.name}: give one of them another name.`);
    names.add(column.name);
    if (columnLength(column) !== rowCount) {
      throw new InternalError(
        `Column ${column.name} has ${columnLength(column)} rows where the table has ${rowCount}.`,
      );
    }
  }
}
