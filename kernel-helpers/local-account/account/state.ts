import { existsSync, readFileSync } from 'node:fs';
import { parseJson } from 'kernel-helpers/parse-json';
import { z } from 'zod';
import { isAlive } from '../machine/process-identity';

const partSchema = z.object({
  port: z.number(),
  /** Why the part no longer runs; absent while it runs. */
  ended: z.string().optional(),
});

const stateSchema = z.object({
  pid: z.number(),
  startTime: z.string(),
  /** ISO 8601. */
  since: z.string(),
  phase: z.enum(['starting', 'ready']),
  aws: partSchema,
  sageMaker: partSchema,
  snowflake: partSchema,
  /** There only where hosts are containers. */
  registry: z.object({ port: z.number() }).optional(),
});

/** What a running account says about itself in its folder. */
export type AccountState = z.infer<typeof stateSchema>;

export const PARTS = ['aws', 'sageMaker', 'snowflake'] as const;
export type PartName = (typeof PARTS)[number];

/** What people call the parts. */
export const PART_TITLES: Readonly<Record<PartName, string>> = {
  aws: 'AWS (S3, Secrets Manager, ECR, Logs, IAM, STS, CloudWatch)',
  sageMaker: 'SageMaker',
  snowflake: 'Snowflake',
};

export const REGISTRY_TITLE = 'the registry of images, which hosts run in containers';

/** The state in the file; undefined when there is none. Use `isRunning` to see whether a killed account left it. */
export function readState(path: string): AccountState | undefined {
  if (!existsSync(path)) return undefined;
  const state = stateSchema.safeParse(parseJson(readFileSync(path, 'utf8')));
  return state.success ? state.data : undefined;
}

export function isRunning(state: AccountState | undefined): state is AccountState {
  return state !== undefined && isAlive(state);
}

/** The parts of a running account that have ended by themselves. */
export function endedParts(state: AccountState): PartName[] {
  return PARTS.filter((part) => state[part].ended !== undefined);
}
