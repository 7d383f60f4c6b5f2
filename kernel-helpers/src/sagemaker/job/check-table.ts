import { isUserError, messageOf } from '../../errors';
import type { Settings } from '../../settings';
import { connectIn, finishLooking } from '../../snowflake/connect';
import { optionsOf } from '../../snowflake/session/connection-parameters';
import type { Snowflake } from '../../snowflake/snowflake';
import { columnsSelect } from '../../snowflake/statement/training-select';
import type { Surroundings } from '../../surroundings';
import {
  type ChosenColumns,
  chooseColumns,
  type Hyperparameters,
  isQuery,
  parseJobHyperparameters,
  rowProblems,
  type TrainingColumn,
  valueProblems,
  wordProblems,
} from '../../training-contract/index';
import { accessProblems } from './check-access';
import { rowsOf } from './job-data';
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
  const { snowflake, validationTable } = options;
  const given = snowflake === false ? undefined : snowflake;
  const asked = given && { session: given, say };
  const problems = [...(await accessProblems(asJob, rowsOf(options), settings, asked))];
  if (validationTable !== undefined && problems.length === 0) {
    for (const problem of await accessProblems(asJob, validationTable, settings, asked)) problems.push(problem);
  }
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
  const rows = rowsOf(options);
  const { validationTable } = options;
  const { hyperparameters } = parseJobHyperparameters(options.hyperparameters ?? {}, undefined);
  const { objective } = hyperparameters;
  const found = chooseColumns(await columnsOf(snowflake, rows), rows, { ...options, objective });
  const problems = [...found.problems];
  if (validationTable !== undefined && found.target !== undefined) {
    const { target, features, weight } = found;
    const same = { target: target.name, features: features.map(({ name }) => name), weight: weight?.name, objective };
    const there = chooseColumns(await columnsOf(snowflake, validationTable), validationTable, same);
    for (const problem of there.problems) problems.push(problem);
  }
  if (problems.length > 0 || found.target === undefined) return problems;
  say(
    `Checking the values of ${isQuery(rows) ? 'the query' : rows} with one query on the warehouse; snowflake: false leaves it out.`,
  );
  return await checkValues(snowflake, rows, { ...found, target: found.target, hyperparameters, options });
}

async function columnsOf(snowflake: Snowflake, rows: string): Promise<readonly TrainingColumn[]> {
  if (!isQuery(rows)) return (await snowflake.listColumns(rows)).items;
  return (await (await snowflake.execute(columnsSelect(rows))).read()).columns;
}

async function checkValues(
  snowflake: Snowflake,
  table: string,
  {
    features,
    target,
    hyperparameters,
    options,
  }: Pick<ChosenColumns, 'features'> & {
    readonly target: TrainingColumn;
    readonly hyperparameters: Hyperparameters;
    readonly options: TrainingJobOptions;
  },
): Promise<readonly string[]> {
  const { facts, question, words } = await readValueFacts(snowflake, { table, features, target, hyperparameters });
  return [
    ...rowProblems(table, facts.rowCount, options.instances.count),
    ...valueProblems(facts, question),
    ...wordProblems(table, words, hyperparameters),
  ];
}
