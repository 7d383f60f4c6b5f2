import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningSnowflake, SnowflakeOptions } from '../../../../../kernel-helpers/local-account/snowflake';
import { startSnowflake } from '../../../../../kernel-helpers/local-account/snowflake';

export const LOGIN = { account: 'local', user: 'Tester', password: 'correct horse' } as const;

/** An account in a directory of its own that can be stopped and started again. */
export interface TestAccount {
  readonly directory: string;
  readonly snowflake: RunningSnowflake;
  restart(): Promise<void>;
  remove(): Promise<void>;
}

export async function startAccount(options: Partial<SnowflakeOptions> = {}): Promise<TestAccount> {
  const directory = await mkdtemp(join(tmpdir(), 'local-snowflake-'));
  const start = () => startSnowflake({ ...LOGIN, directory, ...options });
  let snowflake = await start();
  return {
    directory,
    get snowflake() {
      return snowflake;
    },
    restart: async () => {
      await snowflake.close();
      snowflake = await start();
    },
    remove: async () => {
      await snowflake.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
