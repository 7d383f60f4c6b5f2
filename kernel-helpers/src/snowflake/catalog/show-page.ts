import { UserError } from '../../errors';
import type { CellValue } from '../../table/table';
import type { Session } from '../session/session';
import { quoteText } from '../statement/identifiers';
import { rowsOf } from '../statement/rows-of';

/** SHOW answers with at most this many rows (docs.snowflake.com, "SHOW TABLES", Usage notes). */
export const MAX_SHOWN = 10_000;

/** Names of a page where the page does not say how many it wants. */
export const DEFAULT_PAGE_SIZE = 1000;

/** So many rows more are asked for: those that FROM may tell once more, and the first name of the next page. */
const ROWS_BESIDE = 4;

export type ShownRow = Readonly<Record<string, CellValue>>;

export interface PageRequest {
  /** The name with which the page before ended. */
  readonly after?: string | undefined;
  /** How many names the page has at most, also above Snowflake's 10,000 for one answer. @default 1000 */
  readonly limit?: number | undefined;
}

export interface ShownPage {
  readonly rows: readonly ShownRow[];
  /** Undefined on the last page. */
  readonly next?: string;
}

/**
 * One page of what SHOW tells, in the order of names; one statement for each 10,000 names. SHOW reads metadata: it needs no
 * running warehouse. A temporary table hides a lasting one of its name, so of the two only the first is told.
 * @param command as far as `LIMIT … FROM …`, for one schema or for things without a schema, where names tell rows apart.
 */
export async function showPage(
  session: Session,
  command: string,
  { after, limit = DEFAULT_PAGE_SIZE }: PageRequest,
  signal: AbortSignal,
): Promise<ShownPage> {
  checkLimit(limit);
  const found = new Map<string, ShownRow>();
  let from = after;
  for (;;) {
    const asked = Math.min(limit - found.size + ROWS_BESIDE, MAX_SHOWN);
    const clause = from === undefined ? '' : ` from ${quoteText(from)}`;
    const rows = await rowsOf(session, `${command} limit ${asked}${clause}`, signal);
    const isFull = rows.length >= asked;
    const last = rows.at(-1)?.name;
    for (const row of rows) {
      const name = String(row.name);
      // FROM may tell the name once more after which it goes on. A full answer may tell one of two rows of its last name.
      if (name === after || name === from || (isFull && name === last)) continue;
      if (row.kind === 'TEMPORARY' || !found.has(name)) found.set(name, row);
    }
    const reached = [...found.keys()].at(-1);
    if (!isFull || reached === undefined || reached === from || found.size > limit) return pageOf(found, limit);
    from = reached;
  }
}

function pageOf(found: ReadonlyMap<string, ShownRow>, limit: number): ShownPage {
  const rows = [...found.values()].slice(0, limit);
  return found.size > limit ? { rows, next: String(rows.at(-1)?.name) } : { rows };
}

/** Other numbers would give an empty page that looks like the last one. */
export function checkLimit(limit: number): void {
  if (Number.isInteger(limit) && limit > 0) return;
  throw new UserError(`\`limit\` must be a whole number from 1 on, and is ${String(limit)}.`);
}
