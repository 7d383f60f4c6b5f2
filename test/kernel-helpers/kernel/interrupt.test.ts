import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KernelClient } from './support/kernel-client';

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start();
});
afterAll(() => kernel.close());

describe('an interrupt', () => {
  test.each([
    ['an awaiting cell', 'await new Promise(() => {});'],
    ['a synchronous loop', 'while (true) {}'],
    ['a busy loop after an await', 'await new Promise((done) => setTimeout(done, 20)); while (true) {}'],
    ['a loop that catches everything', 'await 0; while (true) { try { while (true) {} } catch {} }'],
    ['an endless chain of promises', 'await (async () => { while (true) await null; })();'],
  ])('stops %s, and the variables are still there', async (_name, code) => {
    await kernel.execute('let kept = 41;');
    const running = kernel.startExecution(`console.log('started');\n${code}`);
    await kernel.waitFor((message) => message.parentId === running && message.type === 'stream');

    await kernel.request('control', 'interrupt_request', {});
    const interrupted = await kernel.executionOf(running);
    const next = await kernel.execute('kept + 1');

    expect(interrupted.error).toMatchObject({ ename: 'Interrupted', evalue: 'The cell was interrupted.' });
    expect(next.result).toEqual({ 'text/plain': '42' });
  });

  test('between cells harms nothing', async () => {
    await kernel.request('control', 'interrupt_request', {});

    expect((await kernel.execute('1 + 1')).result).toEqual({ 'text/plain': '2' });
  });

  test('aborts the signal that helpers listen to', async () => {
    const bridge = "(globalThis as any)[Symbol.for('kernel-helpers.kernel-bridge')]";
    const running = kernel.startExecution(
      `const signal: AbortSignal = ${bridge}.signal;\nsignal.addEventListener('abort', () => console.log('cancelled'));\nconsole.log('started'); await new Promise(() => {});`,
    );
    await kernel.waitFor((message) => message.parentId === running && message.type === 'stream');

    await kernel.request('control', 'interrupt_request', {});

    const cancelled = await kernel.waitFor((message) => message.content.text === 'cancelled\n');
    expect(cancelled.parentId).toBe(running);
  });
});
