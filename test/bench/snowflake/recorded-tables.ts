import { type BenchSite, ROWS } from './bench-site';
import type { MadeTable } from './made-tables';
import type { Recording } from './recorded-answers';
import { type Round, runInTurns } from './run-programs';

/** The Python connector is the first to ask, so it decides the format of the answer that all get. */
export async function recordTable(
  site: BenchSite,
  table: MadeTable,
  format: 'JSON' | 'ARROW',
): Promise<{ readonly query: string; readonly recording: Recording }> {
  const query = queryOf(table, format);
  const known = site.answers.recordingOf(query);
  if (known !== undefined) return { query, recording: known };
  await site.table(table);
  site.answers.record(query);
  await readFirst(site, format, query, ROWS);
  const recording = site.answers.recordingOf(query);
  if (recording === undefined) throw new Error(`Nothing was recorded for ${query}.`);
  const megabytes = recording.chunks.reduce((bytes, chunk) => bytes + chunk.length, 0) / 1e6;
  console.error(
    `recorded ${table} as ${recording.format}: ${recording.chunks.length} chunks, ${megabytes.toFixed(0)} MB packed, ${(recording.plainBytes / 1e6).toFixed(0)} MB plain`,
  );
  return { query, recording };
}

/** Whether the local Snowflake answers as the Python connector asks. */
export async function answersArrow(site: BenchSite): Promise<boolean> {
  const query = 'select 1 as one';
  site.answers.record(query);
  if (site.answers.recordingOf(query) === undefined) await readFirst(site, 'ARROW', query, 1);
  const isArrow = site.answers.recordingOf(query)?.format === 'arrow';
  if (!isArrow) console.error('The local Snowflake answers JSON only, so nothing is compared on Arrow.');
  return isArrow;
}

async function readFirst(site: BenchSite, format: string, query: string, rows: number): Promise<void> {
  const env = { FORMAT: format, INTO: 'pandas', QUERY: query };
  const first = { name: 'the first read, which is recorded', file: 'read_table.py', env, rows };
  await runInTurns({ ...site, runs: 0 }, [first], roundOf(site));
}

export function queryOf(table: MadeTable, format: string): string {
  return `select /* ${format.toLowerCase()} */ * from ${table}`;
}

/** A round of programs that all read what is recorded. */
export function roundOf({ answers, recordedEnv }: BenchSite, recording?: Recording): Round {
  return { env: recordedEnv, rows: () => recording?.rowCount ?? 0, serverCpuSeconds: answers.cpuSeconds };
}
