import { UserError } from 'kernel-helpers/errors';
import { z } from 'zod';

/** Names the runner where no option of `up` does. */
export const RUNNER_VARIABLE = 'LOCAL_SAGEMAKER_RUNNER';

export const runnerSchema = z.enum(['process', 'container']);

/** What runs the hosts of jobs and endpoints: a process each, from the built program, or a container of an image. */
export type Runner = z.infer<typeof runnerSchema>;

/**
 * The runner that the user asked for; undefined when none was.
 * @throws UserError for another word.
 */
export function askedRunner(option: string | undefined, env: NodeJS.ProcessEnv = process.env): Runner | undefined {
  const [word, where] = option === undefined ? [env[RUNNER_VARIABLE], RUNNER_VARIABLE] : [option, '--runner'];
  if (word === undefined || word === '') return undefined;
  const runner = runnerSchema.safeParse(word);
  if (runner.success) return runner.data;
  throw new UserError(`${where} must be ${runnerSchema.options.join(' or ')}, not ${word}.`);
}
