import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KernelClient, REPOSITORY } from '../../kernel-helpers/kernel/support/kernel-client';
import type { MeasuredKernel } from '../kernels';
import { measureHeadless } from './measure-headless';

/** What is measured in the life of one kernel; milliseconds and megabytes, undefined where it cannot be measured. */
export interface Measurement {
  readonly startMs: number;
  readonly firstCellMs: number;
  readonly trivialCellMs: number;
  readonly completionMs: number;
  readonly inspectionMs: number;
  readonly manyLinesMs: number | undefined;
  /** Memory after the start and the first cells. */
  readonly memoryMegabytes: number | undefined;
  readonly importCellMs: number;
  readonly sqlCompletionMs: number | undefined;
  readonly headlessMs: number;
}

const TRIVIAL_CELLS = 15;
const REQUESTS = 9;

/** Starts a kernel as Jupyter does, in the folder of the notebooks, and runs the cells. */
export async function measureKernel(kernel: MeasuredKernel): Promise<Measurement> {
  const begun = performance.now();
  const client = await start(kernel);
  try {
    const startMs = performance.now() - begun;
    const firstCellMs = await timeCell(client, kernel.trivial(0));
    const trivial: number[] = [];
    for (let seed = 1; seed <= TRIVIAL_CELLS; seed++) trivial.push(await timeCell(client, kernel.trivial(seed)));
    const memoryMegabytes = residentMegabytes(client.process.pid);
    const completionMs = await timeRequests(client, 'complete_request', kernel.toComplete);
    const inspectionMs = await timeRequests(client, 'inspect_request', kernel.toInspect);
    const manyLinesMs = kernel.losesLines ? undefined : await timeCell(client, kernel.manyLines);
    return {
      startMs,
      firstCellMs,
      trivialCellMs: median(trivial),
      completionMs,
      inspectionMs,
      manyLinesMs,
      memoryMegabytes,
      importCellMs: await timeImports(kernel),
      sqlCompletionMs: await timeSqlCompletion(client, kernel),
      headlessMs: await measureHeadless(kernel),
    };
  } finally {
    await client.close();
  }
}

/** Starts the kernel as Jupyter does, in the folder of the notebooks. */
function start({ argv }: MeasuredKernel): Promise<KernelClient> {
  return KernelClient.start({ otherStart: { kind: 'beside other kernels', argv }, cwd: join(REPOSITORY, 'notebooks') });
}

/** How much memory many cells leave in use, in megabytes; undefined where it cannot be measured. */
export async function measureMemoryAfterCells(kernel: MeasuredKernel, cells: number): Promise<number | undefined> {
  const client = await start(kernel);
  try {
    for (let seed = 0; seed < cells; seed++) await timeCell(client, kernel.trivial(seed));
    return residentMegabytes(client.process.pid);
  } finally {
    await client.close();
  }
}

/** The import runs as the first cell of a new kernel, as in a notebook. */
async function timeImports(kernel: MeasuredKernel): Promise<number> {
  const client = await start(kernel);
  try {
    return await timeCell(client, kernel.imports);
  } finally {
    await client.close();
  }
}

async function timeSqlCompletion(client: KernelClient, { sql }: MeasuredKernel): Promise<number | undefined> {
  if (!sql) return undefined;
  await client.execute(sql.connect);
  return await timeRequests(client, 'complete_request', sql.toComplete);
}

async function timeCell(client: KernelClient, code: string): Promise<number> {
  const begun = performance.now();
  const { reply, error } = await client.execute(code);
  if (reply.status !== 'ok') throw new Error(`The cell failed: ${JSON.stringify(error ?? reply)}`);
  return performance.now() - begun;
}

/** Sends a different text each time, as when a person types; the program around it stays the same. */
async function timeRequests(client: KernelClient, type: string, codeOf: (seed: number) => string): Promise<number> {
  const times: number[] = [];
  for (let request = 0; request < REQUESTS; request++) {
    const code = codeOf(request);
    const begun = performance.now();
    await client.request('shell', type, { code, cursor_pos: code.length, detail_level: 0 });
    times.push(performance.now() - begun);
  }
  return median(times);
}

/** Works on Linux only. */
function residentMegabytes(pid: number | undefined): number | undefined {
  if (process.platform !== 'linux' || pid === undefined) return undefined;
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
}

/** The value in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error('There is no median of nothing.');
  return middle;
}
