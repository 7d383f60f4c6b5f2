import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Comparison } from '../container/comparison';
import type { BenchSite } from './bench-site';
import type { MadeTable } from './made-tables';
import type { Recording } from './recorded-answers';
import { answersArrow, queryOf, recordTable, roundOf } from './recorded-tables';
import { type Program, runInTurns, wholeProcesses } from './run-programs';

const GOALS = { seconds: { atMost: 0.8 }, megabytes: { atMost: 0.8 } } as const;
const TITLES: Readonly<Record<MadeTable, string>> = { mixed: '2M × 20 mixed', floats: '2M × 9 floats' };

const OURS: Program = { name: 'this project', file: 'read-table.cjs' };
const DRIVER: Program = { name: 'snowflake-sdk, rows counted', file: 'stream-rows.cjs' };
const PYTHON_JSON: Program = {
  name: 'Python connector, JSON → pandas',
  file: 'read_table.py',
  env: { FORMAT: 'JSON', INTO: 'pandas' },
};
const PYTHON_ARROW: Program = {
  name: 'Python connector, Arrow → pandas',
  file: 'read_table.py',
  env: { FORMAT: 'ARROW', INTO: 'pandas' },
};
const PYTHON_ARROW_TABLE: Program = {
  name: 'Python connector, Arrow → fetch_arrow_all',
  file: 'read_table.py',
  env: { FORMAT: 'ARROW', INTO: 'arrow' },
};

/** JSON chunks to typed columns, beside the Python connector and beside unpacking alone. */
export async function measureRead(site: BenchSite): Promise<readonly Comparison[]> {
  return [...(await readJson(site, 'mixed')), ...(await readJson(site, 'floats'))];
}

async function readJson(site: BenchSite, table: MadeTable): Promise<readonly Comparison[]> {
  const recorded = await recordTable(site, table, 'JSON');
  const hasArrow = await answersArrow(site);
  if (hasArrow) await recordTable(site, table, 'ARROW');
  const peers = [PYTHON_JSON, ...(hasArrow ? [PYTHON_ARROW] : [])].map((program) => ({
    ...program,
    env: { ...program.env, QUERY: queryOf(table, program === PYTHON_JSON ? 'JSON' : 'ARROW') },
  }));
  const gunzip = { name: 'gunzip alone', file: 'gunzip-chunks.cjs', env: writeChunks(site, recorded.recording, table) };
  const [ours, unpacking, ...others] = await runInTurns(
    site,
    [{ ...OURS, env: { QUERY: recorded.query } }, gunzip, ...peers],
    roundOf(site, recorded.recording),
  );
  const what = `read ${TITLES[table]}, JSON`;
  return [
    ...others.flatMap((runs, index) => wholeProcesses(what, ours, { name: peers[index].name, runs }, GOALS)),
    ...wholeProcesses(what, ours, { name: gunzip.name, runs: unpacking }, { seconds: { atMost: 1.5 } }),
  ];
}

/** JSON chunks to typed columns, beside the driver whose rows are only counted. */
export async function measureDriver(site: BenchSite): Promise<readonly Comparison[]> {
  const { query, recording } = await recordTable(site, 'mixed', 'JSON');
  const programs = [OURS, DRIVER].map((program) => ({ ...program, env: { QUERY: query } }));
  const [ours, theirs] = await runInTurns(site, programs, { ...roundOf(site, recording), warmUps: 0 });
  return wholeProcesses(
    `read ${TITLES.mixed}, JSON`,
    ours,
    { name: DRIVER.name, runs: theirs },
    {
      seconds: { atMost: 0.05 },
      megabytes: { atMost: 0.5 },
    },
  );
}

/** Arrow chunks to typed columns, beside the Python connector that makes an Arrow table. */
export async function measureArrow(site: BenchSite): Promise<readonly Comparison[]> {
  const comparisons: Comparison[] = [];
  if (!(await answersArrow(site))) return [];
  for (const table of ['mixed', 'floats'] as const) {
    const { query, recording } = await recordTable(site, table, 'ARROW');
    const what = `read ${TITLES[table]}, Arrow`;
    const programs = [OURS, PYTHON_ARROW_TABLE, PYTHON_ARROW].map((program) => ({
      ...program,
      env: { ...program.env, FORMAT: 'ARROW', QUERY: query },
    }));
    const [ours, arrowTable, pandas] = await runInTurns(site, programs, roundOf(site, recording));
    comparisons.push(
      ...wholeProcesses(what, ours, { name: PYTHON_ARROW_TABLE.name, runs: arrowTable }, { seconds: { atMost: 0.6 } }),
      ...wholeProcesses(what, ours, { name: PYTHON_ARROW.name, runs: pandas }, {}),
    );
  }
  return comparisons;
}

function writeChunks(
  { folder }: BenchSite,
  { chunks, rowCount }: Recording,
  table: MadeTable,
): Readonly<Record<string, string>> {
  const files = chunks.map((chunk, index) => {
    const file = join(folder, `${table}-${index}.gz`);
    writeFileSync(file, chunk);
    return file;
  });
  const list = join(folder, `${table}.json`);
  writeFileSync(list, JSON.stringify({ rows: rowCount, files }));
  return { CHUNKS: list };
}
