import { UserError } from 'kernel-helpers/errors';
import type { ResultColumn } from 'kernel-helpers/snowflake/result/manifest';
import { columnProblems, findTarget } from 'kernel-helpers/training-contract/index';

/** Snowflake's names of types where they differ from those on the wire. */
const TYPE_NAMES: Readonly<Record<string, string>> = { fixed: 'NUMBER', real: 'FLOAT', text: 'VARCHAR' };

/**
 * The target column's name as the table spells it.
 * @throws UserError before a row is read. It lists everything in the columns that keeps XGBoost from training.
 */
export function checkColumns(columns: readonly ResultColumn[], table: string, target: string): string {
  const described = columns.map(({ name, wireType }) => ({
    name,
    type: TYPE_NAMES[wireType] ?? wireType.toUpperCase(),
  }));
  const problems = columnProblems(described, table, target);
  const found = findTarget(described, target);
  if (found === undefined || problems.length > 0) throw new UserError(problems.join('\n'));
  return found;
}
