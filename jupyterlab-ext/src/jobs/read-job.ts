import { JobKind } from 'kernel-helpers/sidebar-contract/index';
import { z } from 'zod';
import type { JobId } from './job-key';

const JobArgs = z.object({ kind: JobKind, name: z.string().min(1) });

/** The job that a command names, or undefined where it names none. */
export function jobOfArgs(args: unknown): JobId | undefined {
  return JobArgs.safeParse(args).data;
}

/** True if somebody has asked the reader already. */
export function isConfirmed(args: unknown): boolean {
  return z.object({ isConfirmed: z.literal(true) }).safeParse(args).success;
}
