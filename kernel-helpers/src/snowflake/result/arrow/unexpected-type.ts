import { PlatformError } from '../../../errors';
import type { ColumnPlan } from '../column-plan';

/** Snowflake sent something for a column that is not read here. */
export function refuseType({ name, type }: ColumnPlan): never {
  throw new PlatformError(
    `Column ${name} is ${type}, and Snowflake's Arrow result holds it in a form that is not known here. ` +
      "Read this statement as JSON, with resultFormat: 'json'.",
    { facts: { column: name } },
  );
}
