import type { Comparison } from '../container/comparison';
import { type BenchSite, ROWS } from './bench-site';
import { runInTurns, sides } from './run-programs';

const PEER = 'Python write_pandas';
const COLUMN_COUNTS = [9, 20];

/** Columns in memory to a new table. Both sides wait for the same COPY of the local Snowflake. */
export async function measureLoad(site: BenchSite): Promise<readonly Comparison[]> {
  const comparisons: Comparison[] = [];
  for (const columns of COLUMN_COUNTS) {
    const env = { ROWS: String(ROWS), COLUMNS: String(columns) };
    const programs = [
      { name: 'this project', file: 'write-table.cjs', env },
      { name: PEER, file: 'write_table.py', env },
    ];
    const [ours, theirs] = await runInTurns(site, programs, {
      env: site.directEnv,
      rows: () => ROWS,
      serverCpuSeconds: site.accountCpuSeconds,
    });
    const peer = { name: PEER, runs: theirs };
    const what = `load 2M × ${columns}`;
    comparisons.push(
      {
        what,
        unit: 'rows/s',
        ...sides(ours, peer, ({ rows, workSeconds }) => rows / workSeconds),
        goal: { atLeast: 4 },
      },
      { what: `${what}, whole process`, unit: 's', ...sides(ours, peer, ({ seconds }) => seconds) },
      { what: `${what}: CPU time`, unit: 's', ...sides(ours, peer, ({ cpuSeconds }) => cpuSeconds) },
      {
        what: `${what}: most memory`,
        unit: 'MB',
        ...sides(ours, peer, ({ megabytes }) => megabytes),
        goal: { atMost: 0.7 },
      },
    );
  }
  return comparisons;
}
