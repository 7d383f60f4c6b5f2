import { UserError } from '../../errors';
import { checkOptionNames } from '../../option-names';
import { columnTexts } from '../../values/cells';
import { namedColumns } from '../named-columns';
import { renameColumn } from '../rename-column';
import type { Column } from '../table';
import { aggregateColumns } from './aggregate-columns';
import { type Aggregate, count, isAggregateName, mean, namedAggregate } from './aggregates';
import { pickRows } from './pick-rows';
import { rowGroups } from './row-groups';
import { NO_ROW } from './row-numbers';

/** What `pivot()` makes of a table. */
export interface PivotRequest {
  readonly rows: string | readonly string[];
  readonly columns: string;
  readonly values?: string;
  readonly aggregate?: unknown;
}

/** More columns than this cannot be looked at. */
const MOST_COLUMNS = 1000;

/** One row for each value of some columns, and one column for each value of another. */
export function pivotRows(request: PivotRequest, columns: readonly Column[], rowCount: number): readonly Column[] {
  const { across: acrossName, down: downNames, figure } = readPivot(request);
  const [across, ...down] = namedColumns([acrossName, ...downNames], columns);
  const cells = rowGroups([...down, across], rowCount);
  const made = aggregateColumns({ value: figure }, columns, [], cells)[0];
  const rows = rowGroups(
    down.map((column) => pickRows(column, cells.firstRows)),
    cells.count,
  );
  const names = rowGroups([pickRows(across, cells.firstRows)], cells.count);
  if (names.count > MOST_COLUMNS) {
    throw new UserError(
      `pivot() would make ${names.count} columns of ${across.name}, and at most ${MOST_COLUMNS} can be looked at. Choose a column with fewer values, or filter it.`,
    );
  }
  const places = Array.from({ length: names.count }, () => new Int32Array(rows.count).fill(NO_ROW));
  for (let cell = 0; cell < cells.count; cell += 1) places[names.groupOf[cell]][rows.groupOf[cell]] = cell;
  const nameOf = columnTexts(pickRows(across, cells.firstRows));
  return [
    ...down.map((column) => pickRows(pickRows(column, cells.firstRows), rows.firstRows)),
    ...places.map((place, name) => renameColumn(pickRows(made, place), String(nameOf(names.firstRows[name])))),
  ];
}

/** What a request means: the column whose values become columns, those whose values become rows, and the figure. */
export function readPivot(request: PivotRequest): {
  readonly across: string;
  readonly down: readonly string[];
  readonly figure: Aggregate;
} {
  checkOptionNames('pivot()', request, { rows: true, columns: true, values: true, aggregate: true });
  const down = [request.rows ?? []].flat();
  if (down.length === 0 || request.columns === undefined) {
    throw new UserError(
      "pivot() needs { rows, columns, values }: { rows: 'CITY', columns: 'YEAR', values: 'PRICE' } makes a row for each city and a column for each year.",
    );
  }
  return { across: request.columns, down, figure: figureOf(request) };
}

function figureOf({ values, aggregate }: PivotRequest): Aggregate {
  if (values === undefined && aggregate === undefined) return count();
  if (values === undefined) {
    throw new UserError("pivot() cannot use its options: aggregate needs values, such as values: 'PRICE'.");
  }
  if (aggregate === undefined) return mean(values);
  if (typeof aggregate === 'function') return aggregate(values) as Aggregate;
  if (isAggregateName(aggregate)) return namedAggregate(aggregate, values);
  throw new UserError(
    `pivot() cannot use its options: aggregate is one of the functions mean, sum, count and the like, not ${String(aggregate)}.`,
  );
}
