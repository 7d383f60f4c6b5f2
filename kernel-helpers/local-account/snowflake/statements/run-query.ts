import { join } from 'node:path';
import type { TableObject, ViewObject } from '../catalog/catalog-object';
import type { ResultColumnType } from '../results/row-type';
import { storeResult } from '../results/store-result';
import { availableRoles, mayUse, requirePrivilege } from '../rights/rights';
import { parameterOf } from '../session/parameters';
import { type Place, requireReadable } from '../session/resolve-names';
import { noActiveWarehouse, SnowflakeError } from '../snowflake-error';
import { isTrue } from '../sql/parse-files';
import type { QueryScope, ResolvedView } from '../sql/query-scope';
import type { TranslatedQuery } from '../sql/translate-query';
import { BOUND_ROWS, BOUND_ROWS_NAME } from './bound-rows';
import { STATEMENT_TYPE, type StatementAnswer, type StatementContext } from './context';
import { definitionText } from './definition-text';
import { informationSchemaView, isInInformationSchema } from './information-schema';
import { queryHistory } from './query-history';
import { translateInSession } from './translate-in-session';

const MEBIBYTE = 1024 * 1024;
/** The service's upper bound is 160 MB of text; smaller chunks let clients with little memory start earlier. */
const MAX_CHUNK_BYTES = 16 * MEBIBYTE;

/** Runs SELECT, WITH or VALUES. */
export async function runQuery(context: StatementContext, sql: string): Promise<StatementAnswer> {
  const { session, account, cancellation, queryId, resultFormat: format } = context;
  const query = await translateInSession(sql, scopeOf(context, 'SELECT'));
  if (query.readsTables) requireWarehouse(context);
  const result = await storeResult(session.connection, query.duckdbSql, {
    queryId,
    directory: join(account.resultsDirectory, queryId),
    cancellation,
    format,
    maxChunkBytes: Math.min(
      MAX_CHUNK_BYTES,
      Number(parameterOf(session.parameters, 'CLIENT_RESULT_CHUNK_SIZE')) * MEBIBYTE,
    ),
    refine: (columns) => refineColumns(columns, query.sources),
  });
  return { result, statementTypeId: STATEMENT_TYPE.select };
}

/** What the declarations of the tables say beyond what DuckDB knows. */
export function refineColumns(
  columns: readonly ResultColumnType[],
  sources: TranslatedQuery['sources'],
): readonly ResultColumnType[] {
  if (sources?.length !== columns.length) return columns;
  return columns.map((column, index) => {
    const source = sources[index];
    return source ? { ...column, type: source.type, nullable: source.nullable } : column;
  });
}

/** Work on rows needs a warehouse, as on the real service; SELECT 1 or CURRENT_USER() does not. */
export function requireWarehouse({ session, account, noteWarehouse }: StatementContext): void {
  const { warehouse } = session;
  if (warehouse === null || !mayUse(account.catalog, session, { kind: 'warehouse', path: [warehouse] }))
    throw noActiveWarehouse();
  if (account.suspendedWarehouses.has(warehouse) && !resumesByItself(account, warehouse)) throw noActiveWarehouse();
  account.suspendedWarehouses.delete(warehouse);
  noteWarehouse(warehouse);
}

/** AUTO_RESUME: https://docs.snowflake.com/en/sql-reference/sql/create-warehouse */
function resumesByItself({ catalog }: StatementContext['account'], name: string): boolean {
  return isTrue(catalog.objects.find('warehouse', { name })?.properties.AUTO_RESUME ?? 'TRUE');
}

/**
 * How a query of this session finds tables and the session's own values.
 * @param changed the table that the statement changes, which needs no SELECT
 */
export function scopeOf(context: StatementContext, action: string, changed?: TableObject): QueryScope {
  return scopeIn(context, action, context.session, [], changed);
}

/**
 * How the query of a new view finds tables: from the view's own schema.
 * @param replaced the view of that name so far, which the new one may not read
 */
export function viewScopeOf(
  context: StatementContext,
  action: string,
  { database, schema }: Pick<ViewObject, 'database' | 'schema'>,
  replaced: ViewObject | undefined,
): QueryScope {
  const { temporary, role } = context.session;
  const place = { database, schema, temporary, role };
  return scopeIn(context, action, place, replaced === undefined ? [] : [replaced]);
}

/** @param views the views that this scope lies in, outermost first */
function scopeIn(
  context: StatementContext,
  action: string,
  place: Place,
  views: readonly ViewObject[],
  changed?: TableObject,
): QueryScope {
  const { session, account } = context;
  const values: Readonly<Record<string, string | null>> = {
    CURRENT_USER: session.user,
    CURRENT_ROLE: session.role,
    CURRENT_AVAILABLE_ROLES: JSON.stringify(availableRoles(account.catalog, session.user)),
    CURRENT_WAREHOUSE: session.warehouse,
    CURRENT_DATABASE: session.database,
    CURRENT_SCHEMA: session.schema,
    CURRENT_ACCOUNT: account.name.toUpperCase(),
    CURRENT_ACCOUNT_NAME: account.name.toUpperCase(),
    CURRENT_ORGANIZATION_NAME: 'LOCAL',
    CURRENT_REGION: 'LOCAL',
    CURRENT_VERSION: SERVER_VERSION,
    CURRENT_SESSION: String(session.id),
    CURRENT_TRANSACTION: session.transactionId,
    LAST_QUERY_ID: session.lastQueryId,
  };
  return {
    resolveTable: (path) => {
      if (path[0] === BOUND_ROWS_NAME) return BOUND_ROWS;
      if (isInInformationSchema(path)) return informationSchemaView(context, place, path);
      const found = requireReadable(place, account.catalog, path, action, 'Object');
      if (found !== changed) requireSelect(context, place, found);
      return found.kind === 'view' ? resolvedView(context, action, found, views) : found;
    },
    queryHistory: (whose) => queryHistory(context, whose),
    definitionText: (kind, path, isQualified) => definitionText(context, kind, path, isQualified),
    sessionValue: (name) => (Object.hasOwn(values, name) ? values[name] : undefined),
  };
}

/** Temporary tables belong to the session. */
function requireSelect({ account }: StatementContext, place: Place, found: TableObject | ViewObject): void {
  const { kind, database, schema, name } = found;
  if (kind === 'table' && found.tableKind === 'TEMPORARY') return;
  requirePrivilege(account.catalog, place, 'SELECT', { kind, path: [database, schema, name] });
}

/** A view's own query looks for names from the view's schema and with the rights of its owner, whoever reads it. */
function resolvedView(
  context: StatementContext,
  action: string,
  view: ViewObject,
  views: readonly ViewObject[],
): ResolvedView {
  if (views.includes(view))
    throw new SnowflakeError(
      '001774',
      '42P17',
      `SQL compilation error: View definition of '${view.name}' refers to itself.`,
    );
  const { database, schema } = view;
  const place = { database, schema, temporary: context.session.temporary, role: OWNER };
  const scope = scopeIn(context, action, place, [...views, view]);
  return { columns: view.columns, view: { query: view.query, scope } };
}

/** Views belong to a role that may read their tables. */
const OWNER = 'ACCOUNTADMIN';

/** What CURRENT_VERSION() answers: the service line whose behaviour this account follows, marked as local. */
export const SERVER_VERSION = '10.27.0 local';
