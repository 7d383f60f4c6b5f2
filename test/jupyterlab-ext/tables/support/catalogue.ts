import type { Database, TableColumn, TableOrView } from 'kernel-helpers/sidebar-contract/index';
import type { Script } from '../../support/scripted-backend';

export function database(...path: readonly string[]): Database {
  return { path: [...path], name: path.at(-1) ?? '', comment: '', isCurrent: false };
}

export function table(name: string, more: Partial<TableOrView> = {}): TableOrView {
  return { path: ['HOUSING', 'PUBLIC', name], name, kind: 'table', comment: '', isYours: false, ...more };
}

export const COLUMN: TableColumn = { name: 'MEDIAN_INCOME', type: 'FLOAT', nullable: true };

/** One database, one schema, and the tables given. */
export function catalogue(tables: readonly TableOrView[]): Script {
  return {
    databases: () => ({ items: [database('HOUSING')] }),
    schemas: () => ({ items: [database('HOUSING', 'PUBLIC')] }),
    tables: ({ after, limit = 1_000 }) => {
      const start = Number(after ?? 0);
      const end = start + limit;
      return { items: tables.slice(start, end), ...(end < tables.length && { next: String(end) }) };
    },
    columns: () => [COLUMN],
    searchTables: ({ text }) => ({ items: tables.filter(({ name }) => name.includes(text)) }),
  };
}
