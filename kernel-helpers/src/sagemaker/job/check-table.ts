import { say } from '../../display/say';
import { isUserError } from '../../errors';
import type { Settings } from '../../settings';
import { connect } from '../../snowflake/connect';
import { optionsOf } from '../../snowflake/session/connection-parameters';
import type { Snowflake } from '../../snowflake/snowflake';
import {
  columnProblems,
  findTarget,
  parseHyperparameters,
  rowProblems,
  type TrainingColumn,
  valueProblems,
} from '../../training-contract/index';
import type { TrainingJobOptions } from './options';
import { readValueFacts } from './read-value-facts';

/**
 * Says what is wrong with a job's table and its values; an empty list if nothing is.
 * A job would find the same problems, but only when its instances run and cost money.
 */
export async function checkTable(options: TrainingJobOptions, settings: Settings): Promise<string[]> {
  if (options.snowflake === false) return [];
  try {
    if (options.snowflake !== undefined) return await lookUp(options.snowflake, options);
    // Connect as the job will: its environment may name another role or warehouse than the notebook's.
    const snowflake = await connect(optionsOf(settings));
    try {
      return await lookUp(snowflake, options);
    } finally {
      await snowflake.close();
    }
  } catch (error) {
    if (isUserError(error)) return [error.message];
    throw error;
  }
}

/** Looking up columns costs nothing; the values are queried only if the columns are right. */
async function lookUp(snowflake: Snowflake, options: TrainingJobOptions): Promise<string[]> {
  const { table, target } = options;
  const columns = await snowflake.listColumns(table);
  const problems = columnProblems(columns, table, target);
  const found = columns.find(({ name }) => name === findTarget(columns, target));
  return problems.length > 0 || found === undefined ? problems : await checkValues(snowflake, options, columns, found);
}

async function checkValues(
  snowflake: Snowflake,
  { table, instances, hyperparameters: given = {} }: TrainingJobOptions,
  columns: readonly TrainingColumn[],
  target: TrainingColumn,
): Promise<string[]> {
  say(`Checking the values of ${table} with one query on the warehouse; snowflake: false leaves it out.`);
  const hyperparameters = parseHyperparameters(given);
  const { facts, question } = await readValueFacts(snowflake, { table, columns, target, hyperparameters });
  return [...rowProblems(table, facts.rowCount, instances.count), ...valueProblems(facts, question)];
}
