import { isUserError } from '../../errors';
import type { JobDetail } from '../../sidebar-contract/index';
import { foldWritten, nameParts } from '../../snowflake/statement/identifiers';
import { trainingSelect } from '../../snowflake/statement/training-select';
import {
  type JobData,
  LAUNCH_ENVIRONMENT,
  parseJobData,
  TRAINING_ENVIRONMENT,
  TRAINING_ENVIRONMENT_ALIASES,
} from '../../training-contract/index';

type Environment = Readonly<Record<string, string>>;

/** Where a job of this project reads its rows; undefined for a job that names neither a table nor a query. */
export function sourceOfRows(
  environment: Environment,
  hyperparameters: Readonly<Record<string, string>>,
): JobDetail['source'] {
  const { table: toldTable, query, target: toldTarget } = rowsToldBy(hyperparameters);
  const target = variable(environment, TRAINING_ENVIRONMENT.target) ?? toldTarget;
  const of = target === undefined ? {} : { target };
  if (query !== undefined) return { path: [], query, ...of };
  const table = variable(environment, TRAINING_ENVIRONMENT.table) ?? toldTable;
  const parts = table === undefined ? undefined : partsOf(table);
  if (table === undefined || parts === undefined) return undefined;
  const place = [TRAINING_ENVIRONMENT.database, TRAINING_ENVIRONMENT.schema].map((name) => {
    const written = variable(environment, name);
    return written === undefined ? undefined : foldWritten(written);
  });
  // A name without its schema is looked up in the schema of the job's session.
  const before = place.slice(0, 3 - parts.length);
  const path = before.some((part) => part === undefined) ? parts : [...before.map(String), ...parts];
  return { path, query: trainingSelect(table), ...of };
}

/** The notebook and the cell that started a job, as its environment says. */
export function launchedFrom(environment: Environment): JobDetail['launchedFrom'] {
  const { [LAUNCH_ENVIRONMENT.notebook]: notebook, [LAUNCH_ENVIRONMENT.cell]: cell } = environment;
  if (notebook === undefined && cell === undefined) return undefined;
  return { notebook, cell };
}

/** A variable by its name or by an alias of it. */
export function variable(environment: Environment, name: string): string | undefined {
  const aliases = Object.keys(TRAINING_ENVIRONMENT_ALIASES).filter((one) => TRAINING_ENVIRONMENT_ALIASES[one] === name);
  return [name, ...aliases].map((one) => environment[one]?.trim()).find((value) => value !== undefined && value !== '');
}

/** A job of others may have such hyperparameters, too. */
function rowsToldBy(hyperparameters: Readonly<Record<string, string>>): JobData {
  return ifReadable(() => parseJobData(hyperparameters)) ?? {};
}

/** A job of others may hold any text there. */
function partsOf(table: string): string[] | undefined {
  return ifReadable(() => [...nameParts(table)]);
}

function ifReadable<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (isUserError(error)) return undefined;
    throw error;
  }
}
