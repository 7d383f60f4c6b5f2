import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KernelClient, REPOSITORY } from '../../kernel-helpers/kernel/support/kernel-client';
import type { MeasuredKernel } from '../kernels';

const REQUESTS = 9;

/** Starts the kernel as Jupyter does, in the folder of the notebooks. */
export function startKernel({ argv }: MeasuredKernel): Promise<KernelClient> {
  return KernelClient.start({ otherStart: { kind: 'beside other kernels', argv }, cwd: join(REPOSITORY, 'notebooks') });
}

/** Milliseconds from the request until the kernel is idle. Rejects when the cell fails. */
export async function timeCell(client: KernelClient, code: string): Promise<number> {
  const begun = performance.now();
  const { reply, error } = await client.execute(code);
  if (reply.status !== 'ok') throw new Error(`The cell failed: ${JSON.stringify(error ?? reply)}`);
  return performance.now() - begun;
}

/** Sends a different text each time, as when a person types; the program around it stays the same. */
export async function timeRequests(
  client: KernelClient,
  type: string,
  codeOf: (seed: number) => string,
): Promise<number> {
  const times: number[] = [];
  for (let request = 0; request < REQUESTS; request++) {
    const code = codeOf(request);
    const begun = performance.now();
    await client.request('shell', type, { code, cursor_pos: code.length, detail_level: 0 });
    times.push(performance.now() - begun);
  }
  return median(times);
}

/** The memory that the process holds, as `ps` and task managers show it (RSS); undefined where it cannot be measured. */
export function residentMegabytes(pid: number | undefined): number | undefined {
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
