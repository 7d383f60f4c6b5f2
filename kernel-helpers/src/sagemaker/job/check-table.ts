import { isUserError } from '../../errors';
import { nearestName } from '../../nearest-name';
import { connect } from '../../snowflake/connect';
import type { Snowflake } from '../../snowflake/snowflake';
import type { TrainingJobOptions } from './options';

/**
 * Says what is wrong with a job's table and target, as Snowflake knows them; an empty list if nothing is.
 * A job would find out by itself, but only when its instances run and cost money.
 */
export async function checkTable(options: TrainingJobOptions): Promise<string[]> {
  if (options.snowflake === false) return [];
  try {
    if (options.snowflake !== undefined) return await lookUp(options.snowflake, options);
    const snowflake = await connect();
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

async function lookUp(snowflake: Snowflake, { table, target }: TrainingJobOptions): Promise<string[]> {
  const columns = (await snowflake.listColumns(table)).map(({ name }) => name);
  const isThere = [target, target.toUpperCase()].some((name) => columns.includes(name));
  if (isThere) return [];
  const nearest = nearestName(target, columns);
  const advice = nearest === undefined ? `Its columns are ${columns.join(', ')}.` : `Did you mean ${nearest}?`;
  return [`Table ${table} has no column ${target} to predict. ${advice}`];
}
