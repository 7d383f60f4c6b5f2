import { ErrorJson } from 'kernel-helpers/error-json';
import { z } from 'zod';
import { judgingSchema } from '../aws/judging';
import { runnerSchema } from './runner';

/** What `up` tells the process that runs the account in the background. */
export const accountOptionsSchema = z.object({
  directory: z.string(),
  firstPort: z.number().optional(),
  judging: judgingSchema.optional(),
  runner: runnerSchema,
});

/** What that process answers: any number of progress lines, then one message of another kind. */
export const accountAnswerSchema = z.union([
  z.object({ progress: z.string() }),
  z.object({ ready: z.literal(true) }),
  z.object({ alreadyRunning: z.literal(true) }),
  z.object({ problem: ErrorJson }),
]);

export type AccountAnswer = z.infer<typeof accountAnswerSchema>;
