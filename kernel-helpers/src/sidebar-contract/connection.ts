import { z } from 'zod';

export const WarehouseState = z.enum(['running', 'suspended', 'resuming', 'suspending', 'unknown']);
export type WarehouseState = z.infer<typeof WarehouseState>;

export const Warehouse = z.object({
  name: z.string(),
  state: WarehouseState,
  /** As Snowflake says it: `X-Small`. */
  size: z.string(),
  /** After how many idle seconds it suspends itself; undefined if it never does or does not say. */
  autoSuspendSeconds: z.number().optional(),
  isCurrent: z.boolean(),
});
export type Warehouse = z.infer<typeof Warehouse>;

/** Who the hidden session is in Snowflake. Reading it needs no running warehouse. */
export const SnowflakeAccount = z.object({
  /** True for the Snowflake on this machine. */
  isLocal: z.boolean(),
  account: z.string(),
  user: z.string(),
  role: z.string().optional(),
  database: z.string().optional(),
  schema: z.string().optional(),
  warehouse: Warehouse.optional(),
});
export type SnowflakeAccount = z.infer<typeof SnowflakeAccount>;

/** Who the hidden session is in AWS. */
export const AwsAccount = z.object({
  /** True for the AWS on this machine. */
  isLocal: z.boolean(),
  accountId: z.string(),
  region: z.string(),
  /** Such as `user/alice` or `assumed-role/Analysts/alice`. */
  identity: z.string(),
});
export type AwsAccount = z.infer<typeof AwsAccount>;

export const Role = z.object({ name: z.string(), isCurrent: z.boolean() });
export type Role = z.infer<typeof Role>;

/** One check of the doctor. */
export const DoctorCheck = z.object({
  name: z.string(),
  ok: z.boolean(),
  found: z.string(),
  /** What to do if it is not ok, or could be better. */
  fix: z.string().optional(),
});
export type DoctorCheck = z.infer<typeof DoctorCheck>;

export const DoctorReport = z.object({
  checks: z.array(DoctorCheck),
  /** Markdown to send to somebody: no secret, no account, user or role name, no path of this machine. */
  redactedText: z.string(),
});
export type DoctorReport = z.infer<typeof DoctorReport>;
