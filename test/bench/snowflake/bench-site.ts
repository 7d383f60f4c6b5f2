import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { connect } from '../../../kernel-helpers/dist/cell-api/connect';
import type { Snowflake } from '../../../kernel-helpers/dist/index';
import { startLocalAccount } from '../../support/local-account';
import { makeTemporaryFolder } from '../../support/temporary-folder';
import { withEnvironment } from '../../support/with-environment';
import { cpuSeconds } from '../container/cpu-seconds';
import { type MadeTable, makeTable } from './made-tables';
import { type RecordedAnswers, startRecordedAnswers } from './recorded-answers';

/** Rows of the tables that are read. */
export const ROWS = 2_000_000;

/** What the rows of the benchmark share. */
export interface BenchSite {
  readonly answers: RecordedAnswers;
  /** For programs that read what is recorded. */
  readonly recordedEnv: Readonly<Record<string, string>>;
  /** For programs that load: nothing stands between them and the local account. */
  readonly directEnv: Readonly<Record<string, string>>;
  /** For files; removed in the end. */
  readonly folder: string;
  readonly runs: number;
  /** Ends the benchmark. */
  readonly signal: AbortSignal;
  /** Makes a table once, of `ROWS` rows. */
  table(name: MadeTable): Promise<void>;
  /** Processor time that the local Snowflake has used. */
  accountCpuSeconds(): number;
  close(): Promise<void>;
}

const credentialsSchema = z.object({ snowflakeUser: z.string(), snowflakePassword: z.string() });
const processSchema = z.object({ pid: z.number(), title: z.string() });

export async function openBenchSite(runs: number, signal: AbortSignal): Promise<BenchSite> {
  const folder = makeTemporaryFolder('bench-snowflake');
  console.error('starting a local account');
  const account = await startLocalAccount().catch((error: unknown) => {
    folder.close();
    throw error;
  });
  const answers = await startRecordedAnswers(account.settings.SF_ACCESS_URL);
  const close = async (): Promise<void> => {
    answers.close();
    folder.close();
    await account.close();
  };
  try {
    signal.throwIfAborted();
    const { snowflakeUser, snowflakePassword } = credentialsSchema.parse(
      JSON.parse(readFileSync(join(account.directory, 'credentials.json'), 'utf8')),
    );
    // Both sides log in with a password that they are given.
    const directEnv = {
      ...account.settings,
      SF_USER: snowflakeUser,
      SF_PASSWORD: snowflakePassword,
      HOME: folder.path,
    };
    const pid = pidOfSnowflake(account.directory);
    const made = new Set<MadeTable>();
    await withConnection(directEnv, signal, (snowflake) =>
      snowflake.useOrCreate({
        warehouse: account.settings.SF_WAREHOUSE,
        database: account.settings.SF_DATABASE,
        schema: account.settings.SF_SCHEMA,
      }),
    );
    return {
      answers,
      directEnv,
      recordedEnv: { ...directEnv, SF_ACCESS_URL: answers.url },
      folder: folder.path,
      runs,
      signal,
      table: async (name) => {
        if (made.has(name)) return;
        console.error(`making table ${name}, ${ROWS.toLocaleString('en-US')} rows`);
        await withConnection(directEnv, signal, (snowflake) => makeTable(snowflake, name, ROWS));
        made.add(name);
      },
      accountCpuSeconds: () => cpuSeconds(pid),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function withConnection(
  settings: Readonly<Record<string, string>>,
  signal: AbortSignal,
  work: (snowflake: Snowflake) => Promise<void>,
): Promise<void> {
  const restore = withEnvironment(settings);
  try {
    const snowflake = await connect({ user: settings.SF_USER, password: settings.SF_PASSWORD, signal });
    await work(snowflake).finally(() => snowflake.close());
  } finally {
    restore();
  }
}

function pidOfSnowflake(directory: string): number {
  const folder = join(directory, 'processes');
  const entries = readdirSync(folder).map((file) =>
    processSchema.parse(JSON.parse(readFileSync(join(folder, file), 'utf8'))),
  );
  const found = entries.find(({ title }) => title === 'Snowflake');
  if (found === undefined) throw new Error('The local account has not noted the process of its Snowflake.');
  return found.pid;
}
