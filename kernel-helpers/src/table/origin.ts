/** Marks rows as made up. All that shows such rows says so, and so does their table's comment in Snowflake. */
export const SYNTHETIC_ORIGIN = 'synthetic stand-in';

/** True for the origin, or the table comment, of made-up rows. */
export function isSynthetic(origin: string | undefined): origin is string {
  return origin?.includes(SYNTHETIC_ORIGIN) === true;
}
