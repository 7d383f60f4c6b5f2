import { UserError } from '../../errors';
import { columnTexts } from '../../values/cells';
import { columnLoss, WrongKind } from './column-loss';
import { type ColumnTarget, targetType } from './column-target';
import type { LoadColumn } from './load-plan';

const MAX_VALUE_LENGTH = 40;

/** Refuses rows that the table's columns would change or not take; one UserError names every column at fault. */
export function checkFit(table: string, columns: readonly LoadColumn[], targets: readonly ColumnTarget[]): void {
  const sent = new Map(columns.map((column) => [column.name, column]));
  const problems = targets.flatMap((target) => {
    const column = sent.get(target.name);
    const problem =
      column === undefined ? absence(target) : (nullProblem(column, target) ?? valueProblem(column, target));
    return problem === undefined ? [] : [`column ${target.name} is ${target.type}, ${problem}`];
  });
  if (problems.length === 0) return;
  throw new UserError(
    `Table ${table} cannot take these rows as they are: ${problems.join('; ')}. ` +
      'Nothing was sent. Change the data, or the columns of the table.',
    { facts: { table } },
  );
}

function absence({ isNullable, hasDefault }: ColumnTarget): string | undefined {
  return isNullable || hasDefault ? undefined : 'NOT NULL and without a default, but the data have no such column';
}

function nullProblem({ column }: LoadColumn, { isNullable }: ColumnTarget): string | undefined {
  const row = column.nulls?.indexOf(1) ?? -1;
  return isNullable || row === -1 ? undefined : `NOT NULL, but row ${row} is null`;
}

function valueProblem({ column }: LoadColumn, target: ColumnTarget): string | undefined {
  const loss = columnLoss(column, targetType(target.type));
  if (loss instanceof WrongKind) return `but ${loss.reason}`;
  const { nulls, values } = column;
  for (let row = 0; row < values.length; row += 1) {
    if (nulls?.[row] === 1) continue;
    const reason = loss(row);
    if (reason === undefined) continue;
    const text = columnTexts(column)(row) ?? '';
    const shown = text.length > MAX_VALUE_LENGTH ? `${text.slice(0, MAX_VALUE_LENGTH)}…` : text;
    return `but ${shown} in row ${row} ${reason}`;
  }
  return undefined;
}
