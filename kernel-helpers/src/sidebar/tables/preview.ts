import type { Preview, SortOrder, WarehouseUse } from '../../sidebar-contract/index';
import { readColumns } from '../../snowflake/result/read-columns';
import { currentNames } from '../../snowflake/session/current-names';
import type { Session } from '../../snowflake/session/session';
import { quoteIdentifier } from '../../snowflake/statement/identifiers';
import { currentWarehouse, isLocalSnowflake } from '../connection/snowflake-account';
import { quotePath } from './describe-table';
import { shownValues } from './shown-values';

/** The warehouse that a statement of this session would run on. Asking starts no warehouse. */
export async function describeWarehouseUse(session: Session, signal: AbortSignal): Promise<WarehouseUse> {
  const names = await currentNames(session, signal);
  const warehouse = await currentWarehouse(session, names.warehouse, signal);
  const isLocal = isLocalSnowflake();
  if (warehouse === undefined) return { wouldWake: false, isLocal };
  const { name, size, state } = warehouse;
  return {
    warehouse: name,
    ...(size === '' ? {} : { size }),
    wouldWake: state === 'suspended' || state === 'suspending',
    isLocal,
  };
}

export interface PreviewRequest {
  readonly path: readonly string[];
  readonly limit: number;
  readonly sort?: SortOrder | undefined;
}

/** The first rows of a table, sorted by Snowflake. The signal cancels the statement there. */
export async function previewTable(
  session: Session,
  { path, limit, sort }: PreviewRequest,
  signal: AbortSignal,
): Promise<Preview> {
  const startedAt = performance.now();
  const order =
    sort === undefined
      ? ''
      : ` order by ${quoteIdentifier(sort.column)} ${sort.descending ? 'desc' : 'asc'} nulls last`;
  const sqlText = `select * from ${quotePath(path)}${order} limit ${limit}`;
  const [{ warehouse }, manifest] = await Promise.all([
    currentNames(session, signal),
    session.run({ sqlText, signal }),
  ]);
  const columns = await readColumns(manifest, { signal });
  const { rows, isCut } = shownValues(columns);
  return {
    columns: columns.map(({ name, type, kind }) => ({ name, type, isNumeric: NUMERIC.has(kind) })),
    rows,
    isCut,
    ...(warehouse === undefined ? {} : { warehouse }),
    seconds: (performance.now() - startedAt) / 1000,
  };
}

const NUMERIC: ReadonlySet<string> = new Set(['number', 'bigint', 'decimal']);
