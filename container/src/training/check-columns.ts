import { UserError } from 'kernel-helpers/errors';
import type { ResultColumn } from 'kernel-helpers/snowflake/result/manifest';
import { type ColumnChoice, chooseColumns, type TrainingColumn } from 'kernel-helpers/training-contract/index';

/** Snowflake's names of types where they differ from those on the wire. */
const TYPE_NAMES: Readonly<Record<string, string>> = { fixed: 'NUMBER', real: 'FLOAT', text: 'VARCHAR' };

/** The columns that a job uses. */
export interface CheckedColumns {
  readonly target: TrainingColumn;
  readonly features: readonly TrainingColumn[];
  readonly weight?: TrainingColumn;
}

/**
 * The columns of a job as the table spells them.
 * @throws UserError before a row is read. It lists everything in the columns that keeps XGBoost from training.
 */
export function checkColumns(columns: readonly ResultColumn[], table: string, choice: ColumnChoice): CheckedColumns {
  const described = columns.map(({ name, wireType }) => ({
    name,
    type: TYPE_NAMES[wireType] ?? wireType.toUpperCase(),
  }));
  const { target, features, weight, problems } = chooseColumns(described, table, choice);
  if (target === undefined || problems.length > 0) throw new UserError(problems.join('\n'));
  return { target, features, weight };
}
