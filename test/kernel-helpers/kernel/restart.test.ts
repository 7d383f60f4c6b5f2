import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { KernelClient } from './support/kernel-client';

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start();
});
afterAll(() => kernel.close());

test('a kernel that restarts tells all clients, ends, and starts again on the same connection', async () => {
  await kernel.execute('let rooms = 3;');
  const exited = once(kernel.process, 'exit');
  const id = kernel.send('control', 'shutdown_request', { restart: true });
  const toldOn = (channel: string) =>
    kernel.waitFor((message) => {
      return message.type === 'shutdown_reply' && message.parentId === id && message.channel === channel;
    });
  const [reply, echo] = await Promise.all([toldOn('control'), toldOn('iopub')]);
  const [exitCode]: unknown[] = await exited;

  await kernel.startAgain();
  const { result, reply: first } = await kernel.execute('typeof (globalThis as any).rooms + typeof rooms');
  const known = await kernel.execute('let rooms = "new"; rooms');

  expect(reply.content).toEqual({ status: 'ok', restart: true });
  expect(echo.content).toEqual({ status: 'ok', restart: true });
  expect(exitCode).toBe(0);
  expect(result ?? first.evalue).toEqual(expect.stringContaining("Cannot find name 'rooms'"));
  expect(known.result).toEqual({ 'text/plain': "'new'" });
  expect(known.reply.execution_count).toBe(2);
});
