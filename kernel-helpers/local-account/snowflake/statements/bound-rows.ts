import type { ResolvedTable } from '../sql/query-scope';

/** The temporary table that holds the rows of an array bind while its statement runs. */
export const BOUND_ROWS: ResolvedTable = { physical: { schema: 'temp', table: 'bound rows' }, columns: [] };

/** The name under which a rewritten statement reads it; longer than Snowflake lets a name be, so it hides no table. */
export const BOUND_ROWS_NAME = `BOUND_ROWS_${'_'.repeat(255)}`;
