import { once } from 'node:events';
import { BUSY_CELLS, interruptBusyCell } from '../../kernel-helpers/kernel/support/busy-cells';
import { KernelClient } from '../../kernel-helpers/kernel/support/kernel-client';

const LOOPS = [
  'a loop',
  'a loop in a function',
  'a loop in a generator',
  'a program that is waited for',
  'a regular expression that tries for ever',
] as const;

interface Counts {
  interrupted: number;
  /** How often the next cell still saw the variables of earlier cells. */
  kept: number;
  died: number;
}

/** Interrupts each loop the given number of times and prints the counts. Uses one installed kernel until it dies. */
export async function countInterrupts(times: number): Promise<void> {
  const rows: Record<string, Counts> = {};
  for (const name of LOOPS) rows[name] = await countFor(BUSY_CELLS[name], times);
  console.log(`Node.js ${process.versions.node}, installed kernel, ${times} interrupts of each`);
  console.table(rows);
}

async function countFor(code: string, times: number): Promise<Counts> {
  const counts: Counts = { interrupted: 0, kept: 0, died: 0 };
  let { kernel, died } = await startKernel();
  for (let turn = 0; turn < times; turn += 1) {
    const outcome = await Promise.race([interruptBusyCell(kernel, code), died]);
    if (outcome === undefined) {
      counts.died += 1;
      await kernel.close();
      ({ kernel, died } = await startKernel());
      continue;
    }
    if (outcome.interrupted.error?.ename === 'Interrupted') counts.interrupted += 1;
    if (outcome.next.result?.['text/plain'] === '42') counts.kept += 1;
  }
  await kernel.close();
  return counts;
}

async function startKernel() {
  const kernel = await KernelClient.start();
  return { kernel, died: once(kernel.process, 'exit').then(() => undefined) };
}
