import type { ColumnSummary } from '../catalog/browse';
import { nameParts, writeName } from '../statement/identifiers';
import { named, type Select } from './select';
import { kindOfType } from './sql-expression';
import { type QueryReader, TableQuery } from './table-query';

/** What a query needs of its connection. */
export interface QueryRunner extends QueryReader {
  /** The columns of the table. */
  columns(): Promise<readonly ColumnSummary[]>;
}

/** The rows of a table, as a query that other queries begin with. Its columns are asked for when they are needed. */
export function queryTable<Row extends object>(name: string, runner: QueryRunner): TableQuery<Row> {
  const table = nameParts(name).map(writeName).join('.');
  return new TableQuery<Row>(runner, async () => ({ select: await selectOf(table, runner), binds: new Map() }), table);
}

async function selectOf(table: string, runner: QueryRunner): Promise<Select> {
  const columns = (await runner.columns()).map(({ name, type, nullable }) => ({
    name,
    value: named({ sql: '', ...kindOfType(type), nullable }, name),
  }));
  return { source: { table, columnNames: columns.map(({ name }) => name) }, columns, where: [], orderBy: [] };
}
