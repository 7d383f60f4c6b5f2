/** Says of rows that they are made up. Whatever shows such rows says it too, and so does a table's comment in Snowflake. */
export const SYNTHETIC_ORIGIN = 'synthetic stand-in';

/** True for the origin, or the table comment, of made-up rows. */
export function isSynthetic(origin: string | undefined): origin is string {
  return origin?.includes(SYNTHETIC_ORIGIN) === true;
}
