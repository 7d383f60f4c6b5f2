import { shareOfHost } from '../../../kernel-helpers/dist/training-contract/index';
import { startRecordedAnswers } from '../snowflake/recorded-answers';
import type { BenchSite, HostRun } from './bench-site';
import type { Comparison } from './comparison';
import { makeWideTable, WIDE_TARGET } from './wide-table';

const TABLE = 'shared';
const ROWS = 5_000_000;
const HOST_COUNTS = [1, 2, 4, 8];

/** Several hosts read one table: the rows of each, and the bytes of all. */
export async function measureHosts(site: BenchSite): Promise<readonly Comparison[]> {
  await makeWideTable(site, TABLE, ROWS);
  const snowflake = await startRecordedAnswers(site.account.settings.SF_ACCESS_URL, { everySelect: true });
  try {
    const megabytes: number[] = [];
    const comparisons: Comparison[] = [];
    for (const hostCount of HOST_COUNTS) {
      const before = snowflake.sentBytes();
      const hosts = await site.trainOnHosts(hostCount, {
        table: TABLE,
        target: WIDE_TARGET,
        hyperparameters: { objective: 'reg:squarederror', num_round: '1' },
        env: { SF_ACCESS_URL: snowflake.url },
      });
      megabytes.push((snowflake.sentBytes() - before) / 1e6);
      console.log(`${hostCount} hosts read ${megabytes.at(-1)?.toFixed(1)} MB`);
      if (hostCount > 1) comparisons.push(...compare(hostCount, hosts, megabytes));
    }
    return comparisons;
  } finally {
    snowflake.close();
  }
}

function compare(hostCount: number, hosts: readonly HostRun[], megabytes: readonly number[]): readonly Comparison[] {
  const what = `5M × 20 on ${hostCount} hosts`;
  // One row more or less where the rows do not divide.
  const wrongRows = hosts.map((host, index) => Math.abs(rowsOf(host) - fairRows(index, hostCount)));
  return [
    {
      what: `${what}: rows of a host beside its exact share`,
      unit: 'rows',
      ours: [Math.max(...wrongRows)],
      goal: { atMost: 0 },
    },
    {
      what: `${what}: bytes that all read`,
      unit: 'MB',
      ours: megabytes.slice(-1),
      peer: { name: 'one host', values: megabytes.slice(0, 1) },
      goal: { atMost: 1.05 },
    },
  ];
}

function fairRows(index: number, hostCount: number): number {
  const { from, to } = shareOfHost(index, hostCount, ROWS);
  return to - from;
}

/** What the host says that it has read and sorted. */
function rowsOf({ output }: HostRun): number {
  const [, train, validation] = /^share: (\d+) rows to learn from, (\d+) to measure/m.exec(output) ?? [];
  return Number(train) + Number(validation);
}
