import { createConnection } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PATIENCE_MS } from '../../../kernel-helpers/kernel/io-thread/interrupter';
import { BRIDGE } from './support/bridge-in-cell';
import { expectInterruptible } from './support/expect-interruptible';
import { KernelClient, type Received } from './support/kernel-client';

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start();
});
afterAll(() => kernel.close());

/** Starts a server in a cell; its answers to connections belong to no cell. */
const SERVER = `
  import { createServer } from 'node:net';
  const server = createServer(() => { console.log('serving'); while (true) {} });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  (server.address() as { port: number }).port`;

/** Interrupts a cell that awaits; resolves when the cell has ended. */
async function startAndInterrupt(code: string): Promise<string> {
  const running = kernel.startExecution(`console.log('started');\n${code}`);
  await kernel.waitFor((message) => message.parentId === running && message.type === 'stream');
  await kernel.request('control', 'interrupt_request', {});
  expect((await kernel.executionOf(running)).error).toMatchObject({ ename: 'Interrupted' });
  return running;
}

/** Executes a cell and waits until something is printed, in or after it. */
async function printedFirst(code: string, text: string): Promise<Received> {
  await kernel.execute(code);
  return kernel.waitFor((message) => message.content.text === text);
}

function printedBy(parentId: string): string {
  const printed = kernel.publishedFor(parentId).filter((message) => message.type === 'stream');
  return printed.map((message) => String(message.content.text)).join('');
}

function countOf(word: string, text: string): number {
  return text.split(word).length - 1;
}

describe('an interrupt', () => {
  test.each([
    ['an awaiting cell', 'await new Promise(() => {});'],
    ['a busy loop after an await', 'await new Promise((done) => setTimeout(done, 20)); while (true) {}'],
    ['a loop that catches everything', 'await 0; while (true) { try { while (true) {} } catch {} }'],
    ['an endless chain of promises', 'await (async () => { while (true) await null; })();'],
  ])('stops %s, and the variables are still there', (_name, code) =>
    expectInterruptible(kernel, `console.log('started');\n${code}`),
  );

  test('says where a busy cell was, with its calls of functions from earlier cells', async () => {
    const earlier = await kernel.execute('function spin(): never {\n  for (;;) {}\n}');
    const running = await startAndInterrupt('await null;\n\nspin();');
    const { error, reply } = await kernel.executionOf(running);

    expect(error?.traceback).toEqual([
      expect.stringContaining('Interrupted: The cell was interrupted.'),
      '  2 |   for (;;) {}',
      '        ^',
      `    at spin (Cell [${earlier.reply.execution_count}]:2:3)`,
      `    at Cell [${Number(earlier.reply.execution_count) + 1}]:4:1`,
    ]);
    expect(reply.status).toBe('error');
  });

  test('ends an awaiting cell at its await, so that code after it never runs', async () => {
    const running = await startAndInterrupt(
      "await new Promise((done) => setTimeout(done, 300)); console.log('never'); while (true) {}",
    );
    const next = await kernel.execute("await new Promise((done) => setTimeout(done, 500)); 'still here'");

    expect(next.result).toEqual({ 'text/plain': "'still here'" });
    expect(printedBy(running)).not.toContain('never');
  });

  test.each([
    [
      'a loop in a function',
      'async function poll() { for (;;) { await sleep(20); console.log("tick"); } }\nawait poll();',
    ],
    [
      'a loop that tries again',
      'for (;;) { try { await sleep(20); throw 0; } catch { await sleep(20); console.log("tick"); } }',
    ],
    [
      'a loop over answers',
      'for await (const _ of (async function* () { for (;;) yield await sleep(20); })()) console.log("tick");',
    ],
    [
      'loops side by side',
      'const loop = async () => { for (;;) { await sleep(20); console.log("tick"); } };\nawait Promise.all([loop(), loop()]);',
    ],
  ])('ends %s, which prints no more', async (_name, code) => {
    const running = await startAndInterrupt(
      `const sleep = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));\n${code}`,
    );
    const ticks = countOf('tick', printedBy(running));
    await kernel.execute('await new Promise((done) => setTimeout(done, 200));');

    expect(countOf('tick', printedBy(running))).toBe(ticks);
    expect(printedBy(running)).not.toContain('Unhandled');
  });

  test('lets an ended cell finish its cleaning up', async () => {
    const running = await startAndInterrupt(
      `const close = () => new Promise((done) => setTimeout(done, 20));
       try { await new Promise((done) => setTimeout(done, 100)); }
       finally { await close(); await close(); console.log('closed'); }`,
    );

    const closed = await kernel.waitFor((message) => message.content.text === 'closed\n');
    expect(closed.parentId).toBe(running);
  });

  test('does not break awaits in functions that are sent elsewhere as text', async () => {
    const sent = await kernel.execute(`
      import { Worker } from 'node:worker_threads';
      const answer = async () => await Promise.resolve(42);
      const worker = new Worker(\`require('node:worker_threads').parentPort.postMessage; (\${answer})().then((value) => require('node:worker_threads').parentPort.postMessage(value))\`, { eval: true });
      await new Promise((done) => worker.once('message', done))`);

    expect(sent.result).toEqual({ 'text/plain': '42' });
  });

  test('ends code that an earlier cell left running, and that cell says so', async () => {
    const { parentId } = await printedFirst(
      "setTimeout(() => { console.log('busy'); while (true) {} }, 500);",
      'busy\n',
    );

    await kernel.request('control', 'interrupt_request', {});

    const told = await kernel.waitFor((message) => message.parentId === parentId && message.content.name === 'stderr');
    expect(told.content.text).toMatch(
      /^Interrupted: code that this cell had left running was stopped\.\n {4}at .*Cell \[\d+\]:1:\d+\)?\n$/,
    );
    expect((await kernel.execute('1 + 1')).result).toEqual({ 'text/plain': '2' });
  });

  test('ends busy code that no cell started', async () => {
    const port = Number((await kernel.execute(SERVER)).result?.['text/plain']);
    const socket = createConnection(port, '127.0.0.1');
    await kernel.waitFor((message) => message.content.text === 'serving\n');

    await kernel.request('control', 'interrupt_request', {});

    expect((await kernel.execute('server.close(); 1 + 1')).result).toEqual({ 'text/plain': '2' });
    socket.destroy();
  });

  test('ends a value whose code for its display never returns', async () => {
    const running = kernel.startExecution(
      "({ [Symbol.for('Jupyter.display')]() { console.log('looking'); while (true) {} } })",
    );
    await kernel.waitFor((message) => message.parentId === running && message.type === 'stream');

    await kernel.request('control', 'interrupt_request', {});

    expect((await kernel.executionOf(running)).error).toMatchObject({ ename: 'Interrupted' });
    expect((await kernel.execute('1 + 1')).result).toEqual({ 'text/plain': '2' });
  });

  test('that comes again and again, at any moment of short cells, does not lose a message', async () => {
    for (let turn = 0; turn < 12; turn += 1) {
      // The delays go from just below to just above the patience after which busy code is ended.
      const busyMs = PATIENCE_MS - 5 + turn;
      const running = kernel.startExecution(`for (const end = Date.now() + ${busyMs}; Date.now() < end; );`);
      const answered = kernel.request('control', 'interrupt_request', {});
      await kernel.request('control', 'interrupt_request', {});
      await answered;
      await kernel.executionOf(running);

      expect((await kernel.execute(`${turn}`)).result).toEqual({ 'text/plain': `${turn}` });
    }
  });

  test('between cells harms nothing', async () => {
    await kernel.request('control', 'interrupt_request', {});

    expect((await kernel.execute('1 + 1')).result).toEqual({ 'text/plain': '2' });
  });

  test('aborts the signal that helpers listen to', async () => {
    const running = kernel.startExecution(
      `const signal: AbortSignal = ${BRIDGE}.signal;\nsignal.addEventListener('abort', () => console.log('cancelled'));\nconsole.log('started'); await new Promise(() => {});`,
    );
    await kernel.waitFor((message) => message.parentId === running && message.type === 'stream');

    await kernel.request('control', 'interrupt_request', {});

    const cancelled = await kernel.waitFor((message) => message.content.text === 'cancelled\n');
    expect(cancelled.parentId).toBe(running);
  });
});
