import { fork } from 'node:child_process';
import { once } from 'node:events';
import { PlatformError } from 'kernel-helpers/errors';
import type { z } from 'zod';
import { answerBeforeEnd, endOf, waitOrKill } from '../machine/child-end';
import type { Part } from '../machine/part';
import { makePrivateFolder } from '../machine/private-files';
import type { ProcessLedger } from '../machine/process-ledger';
import { snowflakeAnswerSchema, type snowflakeOptionsSchema } from './snowflake-process';

const START_TIMEOUT_MILLISECONDS = 60_000;
const STOP_TIMEOUT_MILLISECONDS = 10_000;

/**
 * Starts the local Snowflake as a process.
 * @throws PlatformError when it does not get ready.
 */
export async function startSnowflakeProcess(
  options: z.infer<typeof snowflakeOptionsSchema>,
  ledger: ProcessLedger,
): Promise<Part> {
  makePrivateFolder(options.directory);
  // Each statement of DuckDB holds one of libuv's threads, and libuv has only four by default.
  const env = { ...process.env, UV_THREADPOOL_SIZE: '64' };
  const child = fork(require.resolve('./snowflake-process'), [], { detached: true, env });
  const forget = child.pid === undefined ? () => undefined : ledger.record(child.pid, 'Snowflake');
  const ended = endOf(child).finally(forget);
  const message = once(child, 'message').then(([answer]) => snowflakeAnswerSchema.parse(answer));
  child.send(options);
  const answer = await answerBeforeEnd(message, ended, START_TIMEOUT_MILLISECONDS);
  if (answer === undefined || 'problem' in answer) {
    child.kill('SIGKILL');
    const reason = answer?.problem ?? (await ended);
    throw new PlatformError(
      `The local Snowflake did not start: ${reason}\nIf the data in ${options.directory} are broken, \`npx local-account down --erase\` erases them.`,
    );
  }
  return {
    port: answer.port,
    ended,
    close: async () => {
      if (child.connected) child.disconnect();
      await waitOrKill(child, ended, STOP_TIMEOUT_MILLISECONDS);
    },
  };
}
