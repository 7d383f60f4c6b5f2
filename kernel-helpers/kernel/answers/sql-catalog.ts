import { z } from 'zod';

/** What a connection of kernel-helpers offers besides `sql`; both calls read metadata and wake no warehouse. */
interface Browsable {
  listTables(schema?: string, options?: object): Promise<unknown>;
  listColumns(table: string, options?: object): Promise<unknown>;
}

const tablesSchema = z.object({ items: z.array(z.object({ name: z.string() })) });
const columnsSchema = z.array(z.object({ name: z.string(), type: z.string() }));

export interface CatalogEntry {
  readonly name: string;
  /** `table`, or the type of a column. */
  readonly type: string;
}

/** Names are kept this long; a table that was made since shows up then. */
const FRESH_MS = 30_000;
/** A person who types does not wait longer; the answer is there for the next key. */
const PATIENCE_MS = 1_500;

interface Cached {
  readonly entries: Promise<readonly CatalogEntry[]>;
  readonly loadedAt: number;
}

/** The tables and columns that one connection can see, remembered for a short while. */
export class SqlCatalog {
  private readonly cached = new Map<string, Cached>();

  constructor(private readonly connection: Browsable) {}

  tables(): Promise<readonly CatalogEntry[]> {
    return this.remembered('', async () => {
      const { items } = tablesSchema.parse(await this.connection.listTables());
      return items.map(({ name }) => ({ name, type: 'table' }));
    });
  }

  columns(table: string): Promise<readonly CatalogEntry[]> {
    return this.remembered(table, async () => columnsSchema.parse(await this.connection.listColumns(table)));
  }

  private remembered(key: string, load: () => Promise<readonly CatalogEntry[]>): Promise<readonly CatalogEntry[]> {
    const known = this.cached.get(key);
    if (known && Date.now() - known.loadedAt < FRESH_MS) return withinPatience(known.entries);
    // A completion that fails offers nothing: the statement itself will say what is wrong.
    const entries = load().catch(() => []);
    this.cached.set(key, { entries, loadedAt: Date.now() });
    return withinPatience(entries);
  }
}

/** True for a value that `connect()` gave, of any copy of kernel-helpers. */
export function isBrowsable(value: unknown): value is object & Browsable {
  if (typeof value !== 'object' || value === null) return false;
  const isMethod = (name: string) => name in value && typeof Reflect.get(value, name) === 'function';
  return isMethod('listTables') && isMethod('listColumns');
}

function withinPatience(entries: Promise<readonly CatalogEntry[]>): Promise<readonly CatalogEntry[]> {
  const nothing = new Promise<readonly CatalogEntry[]>((resolve) => {
    setTimeout(() => resolve([]), PATIENCE_MS).unref();
  });
  return Promise.race([entries, nothing]);
}
