import type { Comparison } from '../container/comparison';
import type { BenchSite } from './bench-site';
import { recordTable, roundOf } from './recorded-tables';
import { runInTurns, sides, wholeProcesses } from './run-programs';

const OURS = 'this project';
const DRIVER = 'snowflake-sdk, streamRows';
const LONG_ROWS = 5_000_000;
const LONGER_ROWS = 50_000_000;

/** How long a program waits for the first row of a long result. */
export async function measureFirstRow(site: BenchSite): Promise<readonly Comparison[]> {
  const { query, recording } = await recordLonger(site, LONG_ROWS);
  const programs = [
    { name: OURS, file: 'first-row.cjs' },
    { name: DRIVER, file: 'first-row-of-driver.cjs' },
  ].map((program) => ({ ...program, env: { QUERY: query }, rows: 1 }));
  const [ours, theirs] = await runInTurns(site, programs, roundOf(site, recording));
  const peer = { name: DRIVER, runs: theirs };
  const what = 'first row of a 5M-row result';
  return [
    {
      what: `${what}, from the statement on`,
      unit: 'ms',
      ...sides(ours, peer, ({ workSeconds }) => 1000 * workSeconds),
      goal: { atMost: 0.5 },
    },
    ...wholeProcesses(`${what}, whole process`, ours, peer, {}),
  ];
}

/** The memory in which a result is streamed, however long it is. One run: it takes minutes, and memory hardly varies. */
export async function measureStream(site: BenchSite): Promise<readonly Comparison[]> {
  const programs = [];
  for (const rowCount of [LONGER_ROWS, LONG_ROWS]) {
    const { query, recording } = await recordLonger(site, rowCount);
    const name = `${OURS}, ${rowCount / 1e6}M rows`;
    programs.push({ name, file: 'stream-table.cjs', env: { QUERY: query }, rows: recording.rowCount });
  }
  const [longer, long] = await runInTurns({ ...site, runs: 1 }, programs, { ...roundOf(site), warmUps: 0 });
  const peer = { name: `${LONG_ROWS / 1e6}M × 9`, runs: long };
  return [
    {
      what: `stream ${LONGER_ROWS / 1e6}M × 9, most memory`,
      unit: 'MB',
      ...sides(longer, peer, ({ megabytes }) => megabytes),
      goal: { atMost: 1.1 },
    },
    {
      what: 'the same, rows per second',
      unit: 'rows/s',
      ...sides(longer, peer, ({ rows, seconds }) => rows / seconds),
    },
  ];
}

async function recordLonger(site: BenchSite, rowCount: number) {
  const { query: recorded } = await recordTable(site, 'floats', 'JSON');
  const query = `select * from floats_${rowCount}`;
  return { query, recording: site.answers.prolong(recorded, query, rowCount) };
}
