import { UserError } from '../../errors';
import type { ColumnProfile } from '../../sidebar-contract/index';
import { readColumns } from '../../snowflake/result/read-columns';
import type { Session } from '../../snowflake/session/session';
import type { Column } from '../../table/table';
import { columnCells } from '../../values/cells';
import { columnLength } from '../../values/text-column';
import { listTableColumns } from '../tables/describe-table';
import { shownValues } from '../tables/shown-values';
import { isNumber, type ProfileKind, profileKind } from './column-kind';
import { type Bins, factsSql, histogramSql, type ProfiledColumn, topSql } from './profile-sql';

const MOST_BINS = 20;

/**
 * What the values of one column are like. All figures are exact. They take three statements on the warehouse, of which two
 * run at once; the signal cancels them in Snowflake.
 * @throws UserError where the table has no such column
 */
export async function profileColumn(
  session: Session,
  { path, column: name }: { readonly path: readonly string[]; readonly column: string },
  signal: AbortSignal,
): Promise<ColumnProfile> {
  const startedAt = performance.now();
  const type = (await listTableColumns(session, path, signal)).find((one) => one.name === name)?.type;
  if (type === undefined) {
    throw new UserError(`The table has no column ${name} any more. Refresh its columns.`, { facts: { column: name } });
  }
  const column: ProfiledColumn = { path, name, kind: profileKind(type) };
  const read = async (sqlText: string): Promise<readonly Column[]> =>
    await readColumns(await session.run({ sqlText, signal }), { signal });
  const [facts, top] = await Promise.all([
    read(factsSql(column)),
    column.kind === 'other' ? undefined : read(topSql(column)),
  ]);
  const numberOf = (fact: string): number | undefined => numberIn(facts, fact);
  const textOf = (fact: string): string | undefined => shownValues(named(facts, fact)).rows[0]?.[0] ?? undefined;
  const bins = binsOf(column.kind, numberOf('low'), numberOf('high'));
  const counts = bins === undefined ? undefined : await countsOf(column, bins, read, numberOf('finite') ?? 0);
  const rows = numberOf('rows') ?? 0;
  const values = numberOf('values') ?? 0;
  return {
    column: name,
    type,
    rows,
    nulls: rows - values,
    distinct: numberOf('distinct'),
    isDistinctEstimated: false,
    notFinite: isNumber(column.kind) ? values - (numberOf('finite') ?? 0) : 0,
    min: textOf('min'),
    max: textOf('max'),
    mean: numberOf('mean'),
    quartiles: quartilesOf(numberOf),
    histogram: counts,
    top: top === undefined ? [] : topOf(top),
    seconds: (performance.now() - startedAt) / 1000,
  };
}

function quartilesOf(numberOf: (fact: string) => number | undefined): ColumnProfile['quartiles'] {
  const [lower, median, upper] = ['p25', 'p50', 'p75'].map(numberOf);
  return lower === undefined || median === undefined || upper === undefined ? undefined : [lower, median, upper];
}

/** No bins where there are no numbers; one where all are the same; no more than there are whole numbers in the range. */
function binsOf(kind: ProfileKind, low: number | undefined, high: number | undefined): Bins | undefined {
  if (low === undefined || high === undefined || !Number.isFinite(high - low)) return undefined;
  if (low === high) return { low, high, count: 1 };
  return { low, high, count: kind === 'integer' ? Math.min(MOST_BINS, high - low + 1) : MOST_BINS };
}

async function countsOf(
  column: ProfiledColumn,
  bins: Bins,
  read: (sqlText: string) => Promise<readonly Column[]>,
  values: number,
): Promise<ColumnProfile['histogram']> {
  const { low, high, count } = bins;
  if (count === 1) return [{ from: low, to: high, count: values }];
  const found = await read(histogramSql(column, bins));
  const [binAt, countAt] = ['bin', 'count'].map((fact) => cellsOf(found, fact));
  const counts = new Map(Array.from({ length: rowsIn(found) }, (_, row) => [Number(binAt(row)), Number(countAt(row))]));
  const edge = (bin: number): number => (bin === count ? high : low + (bin * (high - low)) / count);
  return Array.from({ length: count }, (_, bin) => ({
    from: edge(bin),
    to: edge(bin + 1),
    count: counts.get(bin) ?? 0,
  }));
}

function topOf(found: readonly Column[]): ColumnProfile['top'] {
  const { rows } = shownValues(named(found, 'value'));
  const countAt = cellsOf(found, 'count');
  return rows.map(([value], row) => ({ value: value ?? null, count: Number(countAt(row)) }));
}

/** The number in the only row; undefined for null, and where nothing of that name was asked. */
function numberIn(columns: readonly Column[], name: string): number | undefined {
  const [column] = named(columns, name);
  const value = column === undefined ? null : columnCells(column)(0);
  return value === null ? undefined : Number(value);
}

function cellsOf(columns: readonly Column[], name: string): (row: number) => unknown {
  const [column] = named(columns, name);
  return column === undefined ? () => null : columnCells(column);
}

function named(columns: readonly Column[], name: string): readonly Column[] {
  return columns.filter((column) => column.name === name);
}

function rowsIn(columns: readonly Column[]): number {
  return columns.length === 0 ? 0 : columnLength(columns[0]);
}
