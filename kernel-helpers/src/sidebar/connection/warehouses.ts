import { z } from 'zod';
import type { Warehouse, WarehouseState } from '../../sidebar-contract/index';
import type { Session } from '../../snowflake/session/session';
import { rowsOf } from '../../snowflake/statement/rows-of';

/** One row of SHOW WAREHOUSES; a role that may only see the warehouse may get nulls. */
const rowSchema = z.object({
  name: z.string(),
  state: z.string().nullish(),
  size: z.string().nullish(),
  auto_suspend: z.coerce.number().nullish(),
});

/** docs.snowflake.com, SHOW WAREHOUSES: STARTED, SUSPENDED, RESIZING; RESUMING and SUSPENDING while that goes on. */
const STATES: Readonly<Record<string, WarehouseState>> = {
  STARTED: 'running',
  RESIZING: 'running',
  SUSPENDED: 'suspended',
  RESUMING: 'resuming',
  SUSPENDING: 'suspending',
};

/** The warehouses that the role sees, with their states; SHOW starts none of them. */
export async function listWarehousesWithState(
  session: Session,
  current: string | undefined,
  signal: AbortSignal,
): Promise<readonly Warehouse[]> {
  const rows = await rowsOf(session, 'show warehouses', signal);
  return rows.map((row) => {
    const { name, state, size, auto_suspend: autoSuspendSeconds } = rowSchema.parse(row);
    return {
      name,
      state: STATES[state ?? ''] ?? 'unknown',
      size: size ?? '',
      // 0 and null mean that nothing suspends it (docs.snowflake.com, CREATE WAREHOUSE, AUTO_SUSPEND).
      ...(autoSuspendSeconds ? { autoSuspendSeconds } : {}),
      isCurrent: name === current,
    };
  });
}
