import type { ColumnDefinition, HistoryOwner, NamePath } from './statement';

/** A table as a query finds it: DuckDB's names for it (without quotes) and its columns. */
export interface ResolvedTable {
  readonly physical: { readonly schema: string; readonly table: string };
  readonly columns: readonly ColumnDefinition[];
}

/** A table whose rows are put together when a statement reads it. */
export interface ComputedTable extends ResolvedTable {
  /** Puts the rows there until the statement ends. */
  readonly fill: () => Promise<void>;
}

/** A view as a query finds it: it stands for its own query. */
export interface ResolvedView {
  readonly view: { readonly query: string; readonly scope: QueryScope };
  readonly columns: readonly ColumnDefinition[];
}

/** What a query can ask of the session it runs in. */
export interface QueryScope {
  /** Throws when there is no such table or view. */
  readonly resolveTable: (path: NamePath) => ResolvedTable | ComputedTable | ResolvedView;
  /** The statements so far. */
  readonly queryHistory: (whose: HistoryOwner) => ComputedTable;
  /** GET_DDL: the statement that makes a table or view again. */
  readonly definitionText: (kind: string, path: NamePath, isQualified: boolean) => string;
  /** CURRENT_USER() and its like: the value, null, or undefined for a function the session does not answer. */
  readonly sessionValue: (functionName: string) => string | null | undefined;
}
