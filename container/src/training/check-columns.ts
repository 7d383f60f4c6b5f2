import { UserError } from 'kernel-helpers/errors';
import { nearestName } from 'kernel-helpers/nearest-name';
import type { ResultColumn } from 'kernel-helpers/snowflake/result/manifest';
import { foldName } from 'kernel-helpers/snowflake/statement/identifiers';

/** Snowflake's wire types that are numbers for XGBoost. */
const NUMERIC_TYPES = new Set(['fixed', 'real', 'boolean']);

/**
 * The target column's name as the table spells it.
 * @throws UserError that lists everything about the columns that keeps XGBoost from training, before a row is read.
 */
export function checkColumns(columns: readonly ResultColumn[], table: string, target: string): string {
  const names = columns.map(({ name }) => name);
  const targetName = [target, foldName(target)].find((name) => names.includes(name));
  const problems: string[] = [];
  if (targetName === undefined) {
    const nearest = nearestName(target, names);
    const advice = nearest === undefined ? `It has ${names.join(', ')}.` : `Did you mean ${nearest}?`;
    problems.push(`Table ${table} has no column ${target} to predict. ${advice}`);
  }
  const unusable = columns.filter(({ wireType }) => !NUMERIC_TYPES.has(wireType));
  if (unusable.length > 0) {
    const list = unusable.map(({ name, wireType }) => `${name} (${wireType})`).join(', ');
    problems.push(
      `XGBoost needs numbers, but these columns of table ${table} hold none: ${list}. Train on a view that leaves them out or makes numbers of them, for example: create view ${table}_numbers as select * exclude (${unusable.map(({ name }) => name).join(', ')}) from ${table}.`,
    );
  }
  if (columns.length === 1)
    problems.push(`Table ${table} has only one column, so there is nothing to predict it from.`);
  if (targetName === undefined || problems.length > 0) throw new UserError(problems.join('\n'));
  return targetName;
}
