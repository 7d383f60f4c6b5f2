import { z } from 'zod';

/** A database, schema, table or view by its parts, unquoted: `['HOUSING', 'PUBLIC', 'california_housing']`. */
export const ObjectPath = z.array(z.string()).min(1).max(3);
export type ObjectPath = z.infer<typeof ObjectPath>;

export const Database = z.object({
  path: ObjectPath,
  name: z.string(),
  comment: z.string(),
  owner: z.string().optional(),
  isCurrent: z.boolean(),
});
export type Database = z.infer<typeof Database>;

export const Schema = Database;
export type Schema = z.infer<typeof Schema>;

export const TableOrView = z.object({
  path: ObjectPath,
  name: z.string(),
  kind: z.enum(['table', 'view']),
  comment: z.string(),
  /** The role that owns it. */
  owner: z.string().optional(),
  /** True if the session's role owns it. */
  isYours: z.boolean(),
  /** Undefined for views: nobody counted them. */
  rows: z.number().optional(),
  bytes: z.number().optional(),
  /** ISO 8601. */
  createdAt: z.string().optional(),
});
export type TableOrView = z.infer<typeof TableOrView>;

export const TableColumn = z.object({
  name: z.string(),
  /** As Snowflake writes it: `NUMBER(38,0)`. */
  type: z.string(),
  nullable: z.boolean(),
  comment: z.string().optional(),
});
export type TableColumn = z.infer<typeof TableColumn>;

/** What a preview or a profile will use. Asking needs no running warehouse. */
export const WarehouseUse = z.object({
  warehouse: z.string().optional(),
  size: z.string().optional(),
  /** True if the statement starts a suspended warehouse: at least 60 seconds are billed for that. */
  wouldWake: z.boolean(),
  /** True on the account of this machine, where nothing costs anything. */
  isLocal: z.boolean(),
});
export type WarehouseUse = z.infer<typeof WarehouseUse>;

export const SortOrder = z.object({ column: z.string(), descending: z.boolean() });
export type SortOrder = z.infer<typeof SortOrder>;

/** The first rows of a table, every value as text with all its digits; null where there is no value. */
export const Preview = z.object({
  columns: z.array(z.object({ name: z.string(), type: z.string(), isNumeric: z.boolean() })),
  rows: z.array(z.array(z.string().nullable())),
  /** True if a value was cut because it is long. */
  isCut: z.boolean(),
  warehouse: z.string().optional(),
  seconds: z.number(),
});
export type Preview = z.infer<typeof Preview>;

export const ColumnProfile = z.object({
  column: z.string(),
  type: z.string(),
  rows: z.number(),
  nulls: z.number(),
  /** NaN and infinite values of a FLOAT; mean, quartiles and histogram leave them out. */
  notFinite: z.number(),
  /** How many distinct values; an estimate where `isDistinctEstimated`. */
  distinct: z.number().optional(),
  isDistinctEstimated: z.boolean(),
  min: z.string().optional(),
  max: z.string().optional(),
  mean: z.number().optional(),
  /** Values at 25, 50 and 75 percent. */
  quartiles: z.tuple([z.number(), z.number(), z.number()]).optional(),
  /** Equal ranges between minimum and maximum, for numbers. */
  histogram: z.array(z.object({ from: z.number(), to: z.number(), count: z.number() })).optional(),
  /** The most frequent values, most frequent first. */
  top: z.array(z.object({ value: z.string().nullable(), count: z.number() })),
  seconds: z.number(),
});
export type ColumnProfile = z.infer<typeof ColumnProfile>;

/** What can be inserted for a table. */
export const CodeKind = z.enum(['query', 'row-type', 'training']);
export type CodeKind = z.infer<typeof CodeKind>;

/** The source of one cell that compiles in our kernel. */
export const CellCode = z.object({ source: z.string() });
export type CellCode = z.infer<typeof CellCode>;
