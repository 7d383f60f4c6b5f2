import { printColumnType } from '../catalog/column-type';
import { type ResultSet, resultOf } from '../results/result-set';
import { textColumn } from '../results/row-type';
import { requireReadable } from '../session/resolve-names';
import type { NamePath } from '../sql/statement';
import type { StatementContext } from './context';

const COLUMNS = [
  'name',
  'type',
  'kind',
  'null?',
  'default',
  'primary key',
  'unique key',
  'check',
  'expression',
  'comment',
  'policy name',
  'privacy domain',
];

/** DESCRIBE TABLE and VIEW: https://docs.snowflake.com/en/sql-reference/sql/desc-table */
export function describeTable({ session, account }: StatementContext, path: NamePath): ResultSet {
  const table = requireReadable(session, account.catalog, path, 'DESCRIBE TABLE');
  const yesNo = (value: boolean) => (value ? 'Y' : 'N');
  return resultOf(
    COLUMNS.map(textColumn),
    table.columns.map((column) => [
      column.name,
      printColumnType(column.type),
      'COLUMN',
      yesNo(column.nullable),
      column.defaultText,
      yesNo(column.primaryKey),
      yesNo(column.unique),
      null,
      null,
      column.comment,
      null,
      null,
    ]),
  );
}
