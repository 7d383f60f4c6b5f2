import type { Session } from '../../snowflake/session/session';
import { quoteText } from '../../snowflake/statement/identifiers';
import { rowsOf } from '../../snowflake/statement/rows-of';
import type { CellValue } from '../../table/table';

/** SHOW answers with at most this many rows (docs.snowflake.com, "SHOW <objects>"). */
export const MAX_SHOWN = 10_000;

/** Names of a page where the page does not say how many it wants. */
export const DEFAULT_PAGE_SIZE = 1000;

export type ShownRow = Readonly<Record<string, CellValue>>;

export interface PageRequest {
  /** The name with which the page before ended. */
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
}

export interface ShownPage {
  readonly rows: readonly ShownRow[];
  /** Undefined on the last page. */
  readonly next?: string;
}

/** One page of what SHOW tells. SHOW reads metadata: it needs no running warehouse. */
export async function showPage(
  session: Session,
  command: string,
  { after, limit = DEFAULT_PAGE_SIZE }: PageRequest,
  signal: AbortSignal,
): Promise<ShownPage> {
  // One row more than asked for shows whether there is a next page. FROM may tell the name once more with which the page
  // before ended.
  const asked = Math.min(limit + 2, MAX_SHOWN);
  const from = after === undefined ? '' : ` from ${quoteText(after)}`;
  const rows = await rowsOf(session, `${command} limit ${asked}${from}`, signal);
  const others = rows.filter(({ name }) => name !== after);
  const page = others.slice(0, limit);
  const last = page.at(-1);
  const isMore = others.length > limit || rows.length === MAX_SHOWN;
  return isMore && last !== undefined ? { rows: page, next: String(last.name) } : { rows: page };
}
