import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { DebugClient } from './support/debug-client';
import { KernelClient } from './support/kernel-client';

let kernel: KernelClient;
let panel: DebugClient;

beforeAll(async () => {
  kernel = await KernelClient.start();
  panel = new DebugClient(kernel);
}, 60_000);

afterAll(() => kernel?.close());

afterEach(() => panel.command('disconnect'));

/** Runs a cell with breakpoints, up to the first of them. */
async function runTo(code: string, ...points: Parameters<DebugClient['breakAt']>[1][]) {
  await panel.breakAt(code, ...points);
  const id = kernel.startExecution(code);
  return { id, stop: await panel.nextStop() };
}

const LOOP = `type Row = { price: number };
const rows: Row[] = [{ price: 1 }, { price: 2 }];
let total = 0;
for (const { price } of rows) {
  total += price;
}
total`;

describe('a breakpoint', () => {
  test('in a loop of a cell stops with the line, the variables by their names, and the values', async () => {
    await panel.attach();
    const { id, stop } = await runTo(LOOP, 5);

    expect(stop).toEqual({ reason: 'breakpoint', frames: [expect.stringMatching(/^Cell \[\d+\]:5$/)] });
    expect(await panel.scope('Locals')).toEqual({ price: '1', rows: '[ { price: 1 }, { price: 2 } ]', total: '0' });
    await panel.go('continue');
    await panel.nextStop();
    expect(await panel.scope('Locals')).toMatchObject({ price: '2', total: '1' });
    await panel.go('continue');
    const { result } = await kernel.executionOf(id);
    expect(result).toMatchObject({ 'text/plain': expect.stringMatching(/3/) });
  });
});
