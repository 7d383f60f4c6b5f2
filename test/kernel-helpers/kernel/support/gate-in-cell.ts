import { randomUUID } from 'node:crypto';
import { BRIDGE } from './bridge-in-cell';
import type { KernelClient } from './kernel-client';

/** Makes a cell wait for the test. */
export interface GateInCell {
  /** Code for a cell: it waits until the gate is open. */
  readonly wait: string;
  /** Opens the gate once the kernel has received everything that was sent on the shell channel before. */
  open(): void;
}

/**
 * Kernels handle the messages of one channel in the order of their arrival. So when the gate opens, the kernel has also
 * received the cells that were sent before, however slow the machine is.
 */
export async function gateInCell(kernel: KernelClient): Promise<GateInCell> {
  const name = `gate-${randomUUID()}`;
  const place = `(globalThis as any)['${name}']`;
  await kernel.execute(
    `${place} = new Promise<void>((open) =>
      ${BRIDGE}.registerCommTarget('${name}', (comm: any) => { comm.close(); open(); }));`,
    { silent: true },
  );
  return {
    wait: `await ${place};`,
    open: () => void kernel.send('shell', 'comm_open', { comm_id: randomUUID(), target_name: name, data: {} }),
  };
}
