import { expect } from '@jest/globals';
import { interruptBusyCell } from './busy-cells';
import type { KernelClient } from './kernel-client';

/** Fails unless the cell ends with an interruption, and the variables are still there. */
export async function expectInterruptible(kernel: KernelClient, code: string): Promise<void> {
  const { interrupted, next } = await interruptBusyCell(kernel, code);
  expect(interrupted.error).toMatchObject({ ename: 'Interrupted', evalue: 'The cell was interrupted.' });
  expect(next.result).toEqual({ 'text/plain': '42' });
}
