import { UserError } from '../../errors';
import { columnTexts } from '../../values/cells';
import { columnLength } from '../../values/text-column';
import { typeParts } from '../../values/type-parts';
import { columnLoss, nothing, WrongKind } from './column-loss';
import type { ColumnTarget } from './column-target';
import type { LoadColumn } from './load-plan';

const MAX_VALUE_LENGTH = 40;

/**
 * Refuses rows that the table's columns would change or not take; one UserError names every column at fault.
 * @param firstRow number of the first of these rows, where others came before them.
 */
export function checkFit(
  table: string,
  columns: readonly LoadColumn[],
  targets: readonly ColumnTarget[],
  firstRow = 0,
): void {
  const sent = new Map(columns.map((column) => [column.name, column]));
  const problems = targets.flatMap((target) => {
    const column = sent.get(target.name);
    const problem =
      column === undefined
        ? absence(target)
        : (nullProblem(column, target, firstRow) ?? valueProblem(column, target, firstRow));
    return problem === undefined ? [] : [`column ${target.name} is ${target.type}, ${problem}`];
  });
  if (problems.length === 0) return;
  throw new UserError(
    `Table ${table} cannot take these rows as they are: ${problems.join('; ')}. ` +
      (firstRow === 0 ? 'Nothing was sent. ' : `Nothing was loaded; ${firstRow} rows before these would fit. `) +
      'Change the data, or the columns of the table.',
    { facts: { table } },
  );
}

function absence({ isNullable, hasDefault }: ColumnTarget): string | undefined {
  return isNullable || hasDefault ? undefined : 'NOT NULL and without a default, but the data have no such column';
}

function nullProblem({ column }: LoadColumn, { isNullable }: ColumnTarget, firstRow: number): string | undefined {
  const row = column.nulls?.indexOf(1) ?? -1;
  return isNullable || row === -1 ? undefined : `NOT NULL, but row ${firstRow + row} is null`;
}

function valueProblem({ column }: LoadColumn, target: ColumnTarget, firstRow: number): string | undefined {
  const loss = columnLoss(column, typeParts(target.type));
  if (loss === nothing) return undefined;
  const { nulls } = column;
  const rowCount = columnLength(column);
  for (let row = 0; row < rowCount; row += 1) {
    if (nulls?.[row] === 1) continue;
    // Nulls fit every type, so the first value is at fault.
    if (loss instanceof WrongKind)
      return `but ${loss.reason}${firstRow + row === 0 ? '' : `, first in row ${firstRow + row}`}`;
    const reason = loss(row);
    if (reason === undefined) continue;
    const text = columnTexts(column)(row) ?? '';
    const shown = text.length > MAX_VALUE_LENGTH ? `${text.slice(0, MAX_VALUE_LENGTH)}…` : text;
    return `but ${shown} in row ${firstRow + row} ${reason}`;
  }
  return undefined;
}
