import type { Chart } from '../render/charts/chart';
import { Table } from '../table/columnar-table';
import type { Column } from '../table/table';

/** A view of a model or of its predictions: the same facts as a picture and as a table. */
export interface ViewParts {
  readonly chart: Chart;
  readonly table: Table;
}

/** A table of these columns: numbers or texts by name. */
export function tableOfColumns(columns: Readonly<Record<string, Float64Array | readonly string[]>>): Table {
  return new Table(
    Object.entries(columns).map(
      ([name, values]): Column =>
        values instanceof Float64Array
          ? { name, type: 'FLOAT', kind: 'number', nullable: false, values }
          : { name, type: 'VARCHAR', kind: 'text', nullable: false, values },
    ),
  );
}

/** `a chart of 1,000 rows (3 rows without a value left out)`: what a title says of rows that are not drawn. */
export function leftOutText(count: number): string {
  return count === 0 ? '' : ` (${count.toLocaleString('en-US')} without a value left out)`;
}

/** Every n-th of so many rows, so that at most `most` are drawn. */
export function drawnRows(rowCount: number, most: number): readonly number[] {
  const step = Math.max(1, rowCount / most);
  return Array.from({ length: Math.min(rowCount, most) }, (_, index) => Math.floor(index * step));
}
