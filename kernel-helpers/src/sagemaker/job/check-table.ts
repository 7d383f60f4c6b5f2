import { isUserError, messageOf } from '../../errors';
import type { Settings } from '../../settings';
import { connectIn, finishLooking } from '../../snowflake/connect';
import { optionsOf } from '../../snowflake/session/connection-parameters';
import type { Snowflake } from '../../snowflake/snowflake';
import type { Surroundings } from '../../surroundings';
import {
  columnProblems,
  findTarget,
  parseJobHyperparameters,
  rowProblems,
  type TrainingColumn,
  valueProblems,
} from '../../training-contract/index';
import { accessProblems } from './check-access';
import type { TrainingJobOptions } from './options';
import { readValueFacts } from './read-value-facts';

/**
 * Says what is wrong with a job's table, its values and its access to them; an empty list if nothing is.
 * A job would find the same problems, but only when its instances run and cost money.
 */
export async function checkTable(
  options: TrainingJobOptions,
  settings: Settings,
  surroundings: Surroundings,
): Promise<readonly string[]> {
  const asJob = await logInAsJob(options, settings, surroundings);
  if (!('execute' in asJob)) return asJob;
  let problems: readonly string[] | undefined;
  try {
    problems = await problemsOf(asJob, options, settings, surroundings);
    return problems;
  } catch (error) {
    if (isUserError(error)) return [error.message];
    throw error;
  } finally {
    await (problems?.length === 0 ? finishLooking(asJob) : asJob.close());
  }
}

async function problemsOf(
  asJob: Snowflake,
  options: TrainingJobOptions,
  settings: Settings,
  { say }: Surroundings,
): Promise<readonly string[]> {
  const { table, snowflake } = options;
  const given = snowflake === false ? undefined : snowflake;
  const problems = await accessProblems(asJob, table, settings, given && { session: given, say });
  return problems.length > 0 || snowflake === false ? problems : await lookUp(given ?? asJob, options, say);
}

/** Connects as the job will: its environment may name another role or warehouse than the notebook's. */
async function logInAsJob(
  { snowflake }: TrainingJobOptions,
  settings: Settings,
  surroundings: Surroundings,
): Promise<Snowflake | readonly string[]> {
  try {
    return await connectIn(surroundings, optionsOf(settings));
  } catch (error) {
    if (snowflake === false) {
      surroundings.say(
        `This notebook cannot log in as the job will, so it is not known whether the job may read its table: ${messageOf(error)}`,
      );
      return [];
    }
    if (!isUserError(error)) throw error;
    return [`${error.message} The job would log in so. If only the job can, pass snowflake: false.`];
  }
}

/** Looking up columns costs nothing; the values are queried only if the columns are right. */
async function lookUp(
  snowflake: Snowflake,
  options: TrainingJobOptions,
  say: Surroundings['say'],
): Promise<readonly string[]> {
  const { table, target } = options;
  const columns = await snowflake.listColumns(table);
  const problems = columnProblems(columns, table, target);
  const found = columns.find(({ name }) => name === findTarget(columns, target));
  return problems.length > 0 || found === undefined
    ? problems
    : await checkValues(snowflake, options, { columns, target: found, say });
}

interface TableToCheck extends Pick<Surroundings, 'say'> {
  readonly columns: readonly TrainingColumn[];
  readonly target: TrainingColumn;
}

async function checkValues(
  snowflake: Snowflake,
  { table, instances, hyperparameters: given = {} }: TrainingJobOptions,
  { columns, target, say }: TableToCheck,
): Promise<readonly string[]> {
  say(`Checking the values of ${table} with one query on the warehouse; snowflake: false leaves it out.`);
  // Every name was checked before.
  const { hyperparameters } = parseJobHyperparameters(given, undefined);
  const { facts, question } = await readValueFacts(snowflake, { table, columns, target, hyperparameters });
  return [...rowProblems(table, facts.rowCount, instances.count), ...valueProblems(facts, question)];
}
