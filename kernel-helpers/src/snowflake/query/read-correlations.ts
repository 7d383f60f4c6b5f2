import type { Table } from '../../table/columnar-table';
import type { Column } from '../../table/table';
import { type Aggregate, corr } from '../../table/verbs/aggregates';
import { correlationMatrix } from '../../table/verbs/correlate-columns';
import { hasNumbers } from './aggregate-sql';
import type { QueryColumn } from './select';

/** A row and a column for each column of numbers, from one statement. */
export async function readCorrelations(
  columns: readonly QueryColumn[],
  read: (figures: Readonly<Record<string, Aggregate>>) => Promise<Table>,
): Promise<readonly Column[]> {
  const names = columns.filter(hasNumbers).map(({ name }) => name);
  const pairs = names.flatMap((name, row) =>
    names.slice(0, row + 1).map((other, column) => [`${row} ${column}`, corr(name, other)] as const),
  );
  if (pairs.length === 0) return correlationMatrix([], []);
  const [found] = (await read(Object.fromEntries(pairs))).toRows();
  return correlationMatrix(
    names,
    names.map((_, row) => names.slice(0, row + 1).map((_, column) => found[`${row} ${column}`] ?? undefined)),
  );
}
