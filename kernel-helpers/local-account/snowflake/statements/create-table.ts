import type { TableObject } from '../catalog/catalog-object';
import { duckdbTypeOf } from '../catalog/column-type';
import { physicalTableName, printPhysical } from '../catalog/physical-name';
import { runAsOne } from '../engine/run-as-one';
import { printName, quotePhysicalName } from '../identifiers';
import { describeQuery } from '../results/result-table';
import { type FullName, requireReadable, requireSchema, resolveName } from '../session/resolve-names';
import { alreadyExistsAs, SnowflakeError } from '../snowflake-error';
import { PLAIN_COLUMN } from '../sql/plain-column';
import type { ColumnDefinition, CreateTable } from '../sql/statement';
import { applyChange } from './apply-change';
import type { StatementContext } from './context';
import { checkNameTaken } from './name-taken';
import { refineColumns, requireWarehouse, scopeOf } from './run-query';
import { translateInSession } from './translate-in-session';

/** CREATE TABLE from columns, LIKE another table, or AS a query. */
export async function createTable(context: StatementContext, create: CreateTable): Promise<string> {
  const { account, session } = context;
  const name = resolveName(session, create.name, 'CREATE TABLE');
  requireSchema(session, account.catalog, name);
  const temporary = create.tableKind === 'TEMPORARY';
  const objects = temporary ? session.temporary : account.catalog.objects;
  if (!temporary && account.catalog.objects.find('view', name)) throw alreadyExistsAs(printName(name.name), 'VIEW');
  const old = objects.find('table', name);
  const done = checkNameTaken(old !== undefined, printName(name.name), create);
  if (done !== null) return done;
  const { columns, fill } = await tableContents(context, create);
  checkColumnNames(columns);
  const table = tableObject(name, create, columns);
  const dropOld = old === undefined ? [] : [`DROP TABLE ${printPhysical(old.physical)}`];
  const sql = [createSql(table), ...fill(table), ...dropOld];
  if (temporary) {
    await runAsOne(session.connection, context.cancellation, sql);
    session.temporary.put(table);
  } else await applyChange(context, { sql, put: [table], keepsGrants: create.copyGrants });
  return `Table ${printName(name.name)} successfully created.`;
}

interface TableContents {
  readonly columns: readonly ColumnDefinition[];
  /** SQL that brings the first rows. */
  readonly fill: (table: TableObject) => readonly string[];
}

async function tableContents(context: StatementContext, { from }: CreateTable): Promise<TableContents> {
  if ('columns' in from) return { columns: from.columns, fill: () => [] };
  if ('like' in from) {
    const like = requireReadable(context.session, context.account.catalog, from.like, 'CREATE TABLE');
    return { columns: like.columns, fill: () => [] };
  }
  const query = await translateInSession(from.query, scopeOf(context, 'CREATE TABLE'));
  requireWarehouse(context);
  const described = refineColumns(await describeQuery(context.session.connection, query.duckdbSql), query.sources);
  const columns = described.map(({ name, type }, index) => {
    const named = from.named?.[index];
    return named?.declared ?? { ...PLAIN_COLUMN, name: named?.name ?? name, type };
  });
  if (from.named !== null && from.named.length !== columns.length)
    throw new SnowflakeError(
      '002026',
      '42601',
      'SQL compilation error:\nInvalid column definition list: it names ' +
        `${from.named.length} columns, the query has ${columns.length}.`,
    );
  return { columns, fill: (table) => [`INSERT INTO ${printPhysical(table.physical)} ${query.duckdbSql}`] };
}

export function checkColumnNames(columns: readonly ColumnDefinition[]): void {
  const names = new Set<string>();
  for (const { name } of columns) {
    if (names.has(name))
      throw new SnowflakeError('002025', '42S21', `SQL compilation error:\nduplicate column name '${name}'`);
    names.add(name);
  }
}

function tableObject(name: FullName, create: CreateTable, columns: readonly ColumnDefinition[]): TableObject {
  return {
    kind: 'table',
    ...name,
    createdOn: new Date(),
    comment: create.comment,
    tableKind: create.tableKind,
    columns,
    physical: physicalTableName(name, create.tableKind === 'TEMPORARY'),
  };
}

/** Keys are information only, as in Snowflake; NOT NULL and the length of texts hold. */
function createSql(table: TableObject): string {
  const columns = table.columns.map((column) => {
    const name = quotePhysicalName(column.name);
    const parts = [name, duckdbTypeOf(column.type)];
    if (!column.nullable) parts.push('NOT NULL');
    if (column.defaultSql !== null) parts.push(`DEFAULT ${column.defaultSql}`);
    if (isShortText(column)) parts.push(`CHECK (length(${name}) <= ${column.type.length})`);
    return parts.join(' ');
  });
  return `CREATE ${table.tableKind === 'TEMPORARY' ? 'TEMP ' : ''}TABLE ${printPhysical(table.physical)} (${columns.join(', ')})`;
}

function isShortText({ type }: ColumnDefinition): boolean {
  return type.wire === 'text' && type.length !== null && type.length < 16_777_216;
}
