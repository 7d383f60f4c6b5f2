import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { connect } from '../../../kernel-helpers/dist/cell-api/connect';
import { PEERS_PYTHON } from '../../support/clone';
import { startLocalAccount } from '../../support/local-account';
import { withEnvironment } from '../../support/with-environment';
import { type Comparison, printComparisons } from '../container/comparison';
import { measureProcess, type ProcessFacts } from '../container/measured-process';
import { startReadyMadeAnswers } from '../container/ready-made-answers';
import { makeMixedTable } from './mixed-table';

const ROWS = 2_000_000;
const RUNS = 3;
const TABLE = 'MIXED';

/** Compares reading with Python's connector: the same server, the same parts, made before anybody measures. */
export async function benchmarkSnowflake(_names: readonly string[]): Promise<void> {
  const account = await startLocalAccount();
  try {
    await prepare(account.settings);
    const answers = await startReadyMadeAnswers(account.settings.SF_ACCESS_URL);
    try {
      const env = {
        ...account.settings,
        SF_ACCESS_URL: answers.url,
        ...login(account.directory),
        QUERY: `select * from ${account.settings.SF_DATABASE}.${account.settings.SF_SCHEMA}.${TABLE}`,
      };
      const ours: ProcessFacts[] = [];
      const theirs: ProcessFacts[] = [];
      for (let run = 0; run <= RUNS; run += 1) {
        const own = await measureProcess(process.execPath, [join(__dirname, 'read-table.cjs')], env);
        const peer = await measureProcess(PEERS_PYTHON, [join(__dirname, 'read_table.py')], env);
        console.log(own, peer);
        // The first run makes the parts of the result.
        if (run > 0) {
          ours.push(own);
          theirs.push(peer);
        }
      }
      printComparisons(rows(ours, theirs));
    } finally {
      answers.close();
    }
  } finally {
    await account.close();
  }
}

/** Both sides log in with a password that they are given. */
function login(directory: string): Readonly<Record<string, string>> {
  const credentials = z
    .object({ snowflakeUser: z.string(), snowflakePassword: z.string() })
    .parse(JSON.parse(readFileSync(join(directory, 'credentials.json'), 'utf8')));
  return { SF_USER: credentials.snowflakeUser, SF_PASSWORD: credentials.snowflakePassword };
}

function rows(ours: readonly ProcessFacts[], theirs: readonly ProcessFacts[]): readonly Comparison[] {
  const name = 'Python connector, JSON, pandas';
  const of = (facts: readonly ProcessFacts[], pick: (run: ProcessFacts) => number) => facts.map(pick);
  return [
    {
      what: `read ${ROWS} × 20 mixed, whole process`,
      unit: 's',
      ours: of(ours, ({ seconds }) => seconds),
      peer: { name, values: of(theirs, ({ seconds }) => seconds) },
      goal: { atMost: 0.8 },
    },
    {
      what: 'the same, CPU time',
      unit: 's',
      ours: of(ours, ({ cpuSeconds }) => cpuSeconds),
      peer: { name, values: of(theirs, ({ cpuSeconds }) => cpuSeconds) },
    },
    {
      what: 'the same, most memory',
      unit: 'MB',
      ours: of(ours, ({ megabytes }) => megabytes),
      peer: { name, values: of(theirs, ({ megabytes }) => megabytes) },
      goal: { atMost: 0.8 },
    },
  ];
}

async function prepare(settings: Readonly<Record<string, string>>): Promise<void> {
  const restore = withEnvironment(settings);
  const snowflake = await connect();
  try {
    const { SF_WAREHOUSE: warehouse, SF_DATABASE: database, SF_SCHEMA: schema } = settings;
    await snowflake.execute(`create warehouse if not exists ${warehouse}`);
    await snowflake.execute(`create database if not exists ${database}`);
    await snowflake.execute(`create schema if not exists ${database}.${schema}`);
    await makeMixedTable(snowflake, `${database}.${schema}.${TABLE}`, ROWS);
  } finally {
    await snowflake.close();
    restore();
  }
}
