import type { Table } from '../../table/columnar-table';
import { isSynthetic } from '../../table/origin';
import { checkFit } from './check-fit';
import type { ColumnTarget } from './column-target';
import { type LoadColumn, type LoadPlanOptions, planLoad } from './load-plan';
import type { RowBatch } from './staged-rows';

/** The rows of a load, each checked before it is sent: those of the first table have chosen the columns. */
export class FittingRows {
  #rowCount = 0;
  #origin: string | undefined;

  /** @param columns the columns as they are sent. */
  constructor(
    private readonly table: string,
    private readonly columns: readonly LoadColumn[],
    private readonly targets: readonly ColumnTarget[],
    private readonly options: LoadPlanOptions,
  ) {}

  /** Where the rows so far came from; made-up ones among them count. */
  get origin(): string | undefined {
    return this.#origin;
  }

  /** Refuses rows that do not fit, with the number that each has in the whole load. */
  check(columns: readonly LoadColumn[]): void {
    checkFit(this.table, columns, this.targets, this.#rowCount);
  }

  /** @param first a table that was checked. */
  async *of(first: Table, rest: AsyncIterator<Table>): AsyncGenerator<RowBatch> {
    this.#origin = first.origin;
    this.#rowCount = first.rowCount;
    yield { columns: this.columns, rowCount: first.rowCount };
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) {
      const table = next.value;
      const columns = planLoad(table, this.options);
      this.check(columns);
      if (!isSynthetic(this.#origin) && isSynthetic(table.origin)) this.#origin = table.origin;
      this.#rowCount += table.rowCount;
      yield { columns: this.#inOrder(columns), rowCount: table.rowCount };
    }
  }

  /** The columns of a later table in the order and with the types of the first. */
  #inOrder(columns: readonly LoadColumn[]): readonly LoadColumn[] {
    const byName = new Map(columns.map((column) => [column.name, column]));
    return this.columns.flatMap(({ name, type }) => {
      const column = byName.get(name);
      return column === undefined ? [] : [{ ...column, type }];
    });
  }
}
