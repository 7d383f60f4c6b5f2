import { isSynthetic } from '../../table/origin';
import type { Session } from '../session/session';
import { nameParts } from '../statement/identifiers';
import { showTable } from './show-table';

const NAME = /(?:"(?:[^"]|"")+"|[\w$]+)/.source;
const TABLE_NAMES = new RegExp(`\\b(?:from|join)\\s+(${NAME}(?:\\.${NAME}){0,2})(?!\\s*\\()`, 'gi');

/**
 * Knows which tables hold made-up rows: `writeTable` says so in a table's comment.
 * With it a result read back, even in another session, can say what it shows.
 */
export class StandInMarks {
  private readonly origins = new Map<string, Promise<string | undefined>>();

  constructor(private readonly session: Session) {}

  /** The origin of the made-up rows that a query may show; undefined when its tables hold none. */
  async originOf(sqlText: string, signal: AbortSignal): Promise<string | undefined> {
    if (!/^\s*(select|with)\b/i.test(sqlText)) {
      this.origins.clear();
      return undefined;
    }
    const names = new Set([...sqlText.matchAll(TABLE_NAMES)].map((match) => match[1]));
    const origins = await Promise.all([...names].map((name) => this.lookUp(name, signal)));
    return origins.find((origin) => origin !== undefined);
  }

  private lookUp(name: string, signal: AbortSignal): Promise<string | undefined> {
    const known = this.origins.get(name);
    if (known !== undefined) return known;
    // A name that is no table (a CTE, a view, a function) or that cannot be looked up has no mark; the rows are there all the same.
    const found = showTable(this.session, nameParts(name), signal).then(
      (table) => (isSynthetic(table?.comment) ? table?.comment : undefined),
      () => undefined,
    );
    this.origins.set(name, found);
    return found;
  }
}
