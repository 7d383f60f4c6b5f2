import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { KernelClient } from './support/kernel-client';

let kernel: KernelClient;
beforeEach(async () => {
  kernel = await KernelClient.start();
  await kernel.execute('let kept = 41;');
});
afterEach(() => kernel.close());

const LATE_ERRORS = [
  "process.nextTick(() => { throw new Error('in the next tick'); });",
  "queueMicrotask(() => { throw new Error('in a microtask'); });",
  "setTimeout(() => { throw new Error('in a timer'); }, 20);",
  "Promise.reject(new Error('in a promise'));",
];

describe('an uncaught error is shown, and the kernel goes on, after', () => {
  test.each([
    "process.removeAllListeners('uncaughtException');",
    "process.removeAllListeners('unhandledRejection');",
    'process.removeAllListeners();',
    'for (const name of process.eventNames()) process.removeAllListeners(name);',
    'const all: NodeJS.EventEmitter = process; for (const name of all.eventNames()) for (const listener of all.rawListeners(name)) all.off(name, listener as () => void);',
    "process.listeners('uncaughtException').forEach((listener) => process.removeListener('uncaughtException', listener));",
  ])('%s', async (removal) => {
    for (const late of LATE_ERRORS) {
      const text = /in [a-z ]+/.exec(late)?.[0] ?? '';
      const cell = kernel.startExecution(`${removal}\n${late}`);
      await kernel.waitFor((message) => {
        return message.parentId === cell && message.type === 'stream' && String(message.content.text).includes(text);
      });
    }

    expect((await kernel.execute('kept + 1')).result).toEqual({ 'text/plain': '42' });
    expect(kernel.process).toMatchObject({ exitCode: null, signalCode: null });
  });
});

describe('after process.removeAllListeners()', () => {
  test('SIGINT still interrupts a cell, and does not end the kernel', async () => {
    await kernel.execute('process.removeAllListeners();');
    await kernel.execute("await null; process.removeAllListeners('SIGINT');");
    const running = kernel.startExecution("console.log('started'); await new Promise(() => {});");
    await kernel.waitFor(({ parentId, type }) => parentId === running && type === 'stream');

    kernel.process.kill('SIGINT');

    expect((await kernel.executionOf(running)).error).toMatchObject({ ename: 'Interrupted' });
    expect((await kernel.execute('kept + 1')).result).toEqual({ 'text/plain': '42' });
  });

  test('each listener of the kernel is there once', async () => {
    await kernel.execute('process.removeAllListeners();');
    const { result } = await kernel.execute(
      "await new Promise((done) => setTimeout(done, 20));\n['uncaughtException', 'unhandledRejection', 'SIGINT', 'newListener'].map((name) => new Set(process.rawListeners(name as 'exit')).size === process.listenerCount(name))",
    );

    expect(result).toEqual({ 'text/plain': '[ true, true, true, true ]' });
  });
});

test('cells can remove their own listeners, and the one for warnings', async () => {
  await kernel.execute(
    "const mine = () => console.log('mine');\nprocess.on('SIGUSR2', mine);\nprocess.on('exit', mine);",
  );
  await kernel.execute("process.off('SIGUSR2', mine).removeListener('exit', mine).removeAllListeners('warning');");
  const { result } = await kernel.execute("['SIGUSR2', 'exit', 'warning'].map((name) => process.listenerCount(name))");

  expect(result).toEqual({ 'text/plain': '[ 0, 0, 0 ]' });
});
