import type { ViewObject } from '../catalog/catalog-object';
import { columnTypeOfDuckdb } from '../catalog/column-type';
import { fromPhysicalName, printName } from '../identifiers';
import { type FullName, requireSchema, resolveName } from '../session/resolve-names';
import { alreadyExistsAs, SnowflakeError } from '../snowflake-error';
import { PLAIN_COLUMN } from '../sql/plain-column';
import type { ColumnDefinition, CreateView } from '../sql/statement';
import { applyChange } from './apply-change';
import type { StatementContext } from './context';
import { checkColumnNames } from './create-table';
import { checkNameTaken } from './name-taken';
import { viewScopeOf } from './run-query';
import { translateInSession } from './translate-in-session';

/** CREATE VIEW. The query is kept as Snowflake SQL, so the view goes on when a table below it is replaced. */
export async function createView(context: StatementContext, create: CreateView): Promise<string> {
  const { account, session } = context;
  const name = resolveName(session, create.name, 'CREATE VIEW');
  requireSchema(session, account.catalog, name);
  const { objects } = account.catalog;
  if (objects.find('table', name)) throw alreadyExistsAs(printName(name.name), 'TABLE');
  const replaced = objects.find('view', name);
  const done = checkNameTaken(replaced !== undefined, printName(name.name), create);
  if (done !== null) return done;
  const columns = await columnsOf(context, name, create, replaced);
  checkColumnNames(columns);
  const view: ViewObject = {
    kind: 'view',
    ...name,
    createdOn: new Date(),
    comment: create.comment,
    columns,
    query: queryOf(create, columns),
    text: create.text,
  };
  await applyChange(context, { put: [view] });
  return `View ${printName(name.name)} successfully created.`;
}

async function columnsOf(
  context: StatementContext,
  name: FullName,
  { query, columnNames }: CreateView,
  replaced: ViewObject | undefined,
): Promise<readonly ColumnDefinition[]> {
  const translated = await translateInSession(query, viewScopeOf(context, 'CREATE VIEW', name, replaced));
  const described = await context.session.connection.runAndReadAll(`DESCRIBE ${translated.duckdbSql}`);
  const rows = described.getRowsJson();
  const sources = translated.sources?.length === rows.length ? translated.sources : [];
  if (columnNames !== null && columnNames.length !== rows.length)
    throw new SnowflakeError(
      '002057',
      '42601',
      `SQL compilation error:\nView definition for '${name.name}' declared ${columnNames.length} column(s), ` +
        `but view query produces ${rows.length} column(s).`,
    );
  return rows.map(([columnName, type], index) => ({
    ...PLAIN_COLUMN,
    name: columnNames?.[index] ?? fromPhysicalName(String(columnName)),
    type: sources[index]?.type ?? columnTypeOfDuckdb(String(type)),
  }));
}

/** `*` means the columns that were there when the view was made. A comment may end the query, so the line ends, too. */
function queryOf({ query, columnNames }: CreateView, columns: readonly ColumnDefinition[]): string {
  const chosen = columns.map((column) => quoted(column.name)).join(', ');
  const declared = columnNames === null ? '' : ` (${columnNames.map(quoted).join(', ')})`;
  return `with ${VIEW_ROWS}${declared} as (${query}\n) select ${chosen} from ${VIEW_ROWS}`;
}

/** Longer than Snowflake lets a name be, so it hides no table that the query reads. */
const VIEW_ROWS = `VIEW_ROWS_${'_'.repeat(255)}`;

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
