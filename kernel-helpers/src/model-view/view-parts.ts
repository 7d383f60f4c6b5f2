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

/** The golden ratio's fraction: its multiples lie evenly between 0 and 1, and keep step with no pattern of the rows. */
const GOLDEN = 0.618_033_988_75;

/** At most `most` rows, one from each stretch of rows, the same ones each time. Every n-th row could all be of one kind. */
export function drawnRows(rowCount: number, most: number): readonly number[] {
  if (rowCount <= most) return Array.from({ length: rowCount }, (_, row) => row);
  const step = rowCount / most;
  return Array.from({ length: most }, (_, index) => Math.floor((index + ((index * GOLDEN) % 1)) * step));
}
