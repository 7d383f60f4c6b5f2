import { isUserError } from '../../errors';
import type { JobDetail } from '../../sidebar-contract/index';
import { foldWritten, nameParts } from '../../snowflake/statement/identifiers';
import { trainingSelect } from '../../snowflake/statement/training-select';
import { LAUNCH_ENVIRONMENT, TRAINING_ENVIRONMENT, TRAINING_ENVIRONMENT_ALIASES } from '../../training-contract/index';

type Environment = Readonly<Record<string, string>>;

/** Where a job of this project reads its rows; undefined for a job whose environment names no table. */
export function sourceOfRows(environment: Environment): JobDetail['source'] {
  const table = variable(environment, TRAINING_ENVIRONMENT.table);
  if (table === undefined) return undefined;
  const parts = partsOf(table);
  if (parts === undefined) return undefined;
  const place = [TRAINING_ENVIRONMENT.database, TRAINING_ENVIRONMENT.schema].map((name) => {
    const written = variable(environment, name);
    return written === undefined ? undefined : foldWritten(written);
  });
  // A name without its schema is looked up in the schema of the job's session.
  const before = place.slice(0, 3 - parts.length);
  const path = before.some((part) => part === undefined) ? parts : [...before.map(String), ...parts];
  const target = variable(environment, TRAINING_ENVIRONMENT.target);
  return { path, query: trainingSelect(table), ...(target !== undefined && { target }) };
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

/** A job of others may hold any text there. */
function partsOf(table: string): string[] | undefined {
  try {
    return [...nameParts(table)];
  } catch (error) {
    if (isUserError(error)) return undefined;
    throw error;
  }
}
