import { z } from 'zod';
import { SqlMemory } from './sql-memory';

interface ListOptions {
  readonly limit?: number;
  readonly signal: AbortSignal;
}

/** What a connection of kernel-helpers offers besides `sql`; both calls read metadata and wake no warehouse. */
interface Browsable {
  listTables(schema: string | undefined, options: ListOptions): Promise<unknown>;
  listColumns(table: string, options: ListOptions): Promise<unknown>;
  /** Grows with every statement that may have changed tables or columns. */
  readonly changeCount?: number;
}

const tablesSchema = z.object({
  items: z.array(z.object({ name: z.string(), rows: z.number().optional(), comment: z.string().optional() })),
});
const columnsSchema = z.object({
  items: z.array(z.object({ name: z.string(), type: z.string(), nullable: z.boolean().optional() })),
});

export type TableEntry = z.infer<typeof tablesSchema>['items'][number];
export type ColumnEntry = z.infer<typeof columnsSchema>['items'][number];

/** A person would not choose from more names than this. */
const LIMIT = 2_000;

/** The tables and columns that one connection can see, remembered for a short while. */
export class SqlCatalog {
  private readonly tableLists = new SqlMemory<TableEntry>();
  private readonly columnLists = new SqlMemory<ColumnEntry>();

  constructor(private readonly connection: Browsable) {}

  /** @param schema as written in the SQL: `schema` or `database.schema`; empty for the session's. */
  tables(schema: string): Promise<readonly TableEntry[]> {
    return this.tableLists.recall(schema, this.connection.changeCount, async (signal) => {
      const listed = await this.connection.listTables(schema === '' ? undefined : schema, { limit: LIMIT, signal });
      return tablesSchema.parse(listed).items;
    });
  }

  /** @param table as written in the SQL. */
  columns(table: string): Promise<readonly ColumnEntry[]> {
    return this.columnLists.recall(table, this.connection.changeCount, async (signal) => {
      const listed = await this.connection.listColumns(table, { signal });
      return columnsSchema.parse(listed).items;
    });
  }
}

/** True for a value that `connect()` of any copy of kernel-helpers returned. */
export function isBrowsable(value: unknown): value is object & Browsable {
  if (typeof value !== 'object' || value === null) return false;
  const isMethod = (name: string) => name in value && typeof Reflect.get(value, name) === 'function';
  return isMethod('listTables') && isMethod('listColumns');
}
