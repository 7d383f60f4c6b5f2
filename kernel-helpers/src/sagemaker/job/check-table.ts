import { isUserError } from '../../errors';
import { nearestName } from '../../nearest-name';
import type { Snowflake } from '../../snowflake/snowflake';
import type { TrainingJobOptions } from './options';

/** Says what is wrong with a job's table and target, as Snowflake knows them; an empty list if nothing is. */
export async function checkTable(snowflake: Snowflake, { table, target }: TrainingJobOptions): Promise<string[]> {
  try {
    const columns = (await snowflake.listColumns(table)).map(({ name }) => name);
    const isThere = [target, target.toUpperCase()].some((name) => columns.includes(name));
    if (isThere) return [];
    const nearest = nearestName(target, columns);
    const advice = nearest === undefined ? `Its columns are ${columns.join(', ')}.` : `Did you mean ${nearest}?`;
    return [`Table ${table} has no column ${target} to predict. ${advice}`];
  } catch (error) {
    if (isUserError(error)) return [error.message];
    throw error;
  }
}
