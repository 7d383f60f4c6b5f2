import { messageOf } from 'kernel-helpers/errors';
import { z } from 'zod';
import { startOn } from '../machine/ports';
import { startSnowflake } from '../snowflake/index';

/** What the account tells this process in its one message. */
export const snowflakeOptionsSchema = z.object({
  directory: z.string(),
  account: z.string(),
  user: z.string(),
  password: z.string(),
  awsIdentities: z.record(z.string(), z.string()),
  firstObjects: z.object({ warehouse: z.string(), database: z.string(), schema: z.string() }),
  port: z.number(),
  isPortRequired: z.boolean(),
});

/** What this process answers. */
export const snowflakeAnswerSchema = z.union([z.object({ port: z.number() }), z.object({ problem: z.string() })]);

// Snowflake is a process of its own, so SageMaker's API never waits for a long statement and survives a crash.
if (require.main === module) {
  process.once('message', (message) => {
    serve(message).catch((error: unknown) => {
      process.send?.({ problem: messageOf(error) } satisfies z.infer<typeof snowflakeAnswerSchema>);
      process.exitCode = 1;
      process.disconnect();
    });
  });
}

async function serve(message: unknown): Promise<void> {
  const { port: wanted, isPortRequired: isRequired, ...options } = snowflakeOptionsSchema.parse(message);
  const snowflake = await startOn({ port: wanted, isRequired }, (port) => startSnowflake({ ...options, port }));
  // The channel closes whenever the account ends, also when it is killed.
  process.once('disconnect', () => {
    void snowflake.close().finally(() => process.exit());
  });
  process.send?.({ port: snowflake.port } satisfies z.infer<typeof snowflakeAnswerSchema>);
}
