import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KernelClient, REPOSITORY } from '../../kernel-helpers/kernel/support/kernel-client';
import type { MeasuredKernel } from '../kernels';

/** What is measured in the life of one kernel; milliseconds and megabytes, undefined where it cannot be measured. */
export interface Measurement {
  readonly startMs: number;
  readonly firstCellMs: number;
  readonly trivialCellMs: number;
  readonly manyLinesMs: number | undefined;
  readonly memoryMegabytes: number | undefined;
  readonly importCellMs: number;
}

const TRIVIAL_CELLS = 15;

/** Starts a kernel as Jupyter does, in the folder of the notebooks, and runs the cells. */
export async function measureKernel(kernel: MeasuredKernel): Promise<Measurement> {
  const begun = performance.now();
  const client = await KernelClient.start({ argv: kernel.argv, cwd: join(REPOSITORY, 'notebooks') });
  try {
    const startMs = performance.now() - begun;
    const firstCellMs = await timeCell(client, kernel.trivial(0));
    const trivial: number[] = [];
    for (let seed = 1; seed <= TRIVIAL_CELLS; seed++) trivial.push(await timeCell(client, kernel.trivial(seed)));
    const memoryMegabytes = residentMegabytes(client.process.pid);
    const manyLinesMs = kernel.losesLines ? undefined : await timeCell(client, kernel.manyLines);
    return {
      startMs,
      firstCellMs,
      trivialCellMs: median(trivial),
      manyLinesMs,
      memoryMegabytes,
      importCellMs: await timeImports(kernel),
    };
  } finally {
    await client.close();
  }
}

/** The import is the first cell of a kernel of its own, as in a notebook. */
async function timeImports(kernel: MeasuredKernel): Promise<number> {
  const client = await KernelClient.start({ argv: kernel.argv, cwd: join(REPOSITORY, 'notebooks') });
  try {
    return await timeCell(client, kernel.imports);
  } finally {
    await client.close();
  }
}

async function timeCell(client: KernelClient, code: string): Promise<number> {
  const begun = performance.now();
  const { reply, error } = await client.execute(code);
  if (reply.status !== 'ok') throw new Error(`The cell failed: ${JSON.stringify(error ?? reply)}`);
  return performance.now() - begun;
}

/** Only Linux tells. */
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
