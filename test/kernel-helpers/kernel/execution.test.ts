import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BRIDGE } from './support/bridge-in-cell';
import { gateInCell } from './support/gate-in-cell';
import { KernelClient } from './support/kernel-client';

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start();
});
afterAll(() => kernel.close());

describe('a cell', () => {
  test('answers its last expression as execute_result', async () => {
    const execution = await kernel.execute('const answer: number = 6 * 7;\nanswer');

    expect(execution.reply.status).toBe('ok');
    expect(execution.result).toEqual({ 'text/plain': '42' });
  });

  test('sees the variables of earlier cells', async () => {
    await kernel.execute('let greeting = "hello"; function shout(text: string) { return text.toUpperCase(); }');

    const execution = await kernel.execute('shout(greeting)');

    expect(execution.result).toEqual({ 'text/plain': "'HELLO'" });
  });

  test('sees them in shorthand properties too, unlike in stock tslab', async () => {
    await kernel.execute('const image = { uri: "local" }; let colour = "red";');

    const execution = await kernel.execute('({ colour = "blue" } = {} as { colour?: string });\n({ image, colour })');

    expect(execution.result).toEqual({ 'text/plain': "{ image: { uri: 'local' }, colour: 'blue' }" });
  });

  test.each([
    ["JupyterLab's id of a cell", { cellId: 'b9f2c1a0-4e5d', deletedCells: [], recordTiming: false }, 'b9f2c1a0-4e5d'],
    ['the address that another front end sends', { cellId: 'vscode-notebook-cell:/home/ana/a.ipynb#W0' }, 'undefined'],
    ['nothing', {}, 'undefined'],
  ])('knows its id in the notebook from %s', async (_what, metadata, id) => {
    const execution = await kernel.execute(`String(${BRIDGE}.cellId)`, {}, metadata);

    expect(execution.result).toEqual({ 'text/plain': `'${id}'` });
  });

  test('publishes busy, its input, its output and idle, in that order', async () => {
    const execution = await kernel.execute('console.log("one"); "two"');

    expect(execution.published.map((message) => message.type)).toEqual([
      'status',
      'execute_input',
      'stream',
      'execute_result',
      'status',
    ]);
  });

  test.each([
    ['await on a call of a cast', 'const { f } = await ({ f: async () => 3 } as any); await (f as any)()', '3'],
    ['for await', 'let sum = 0; for await (const n of [1, 2, 3]) sum += n;\nsum', '6'],
    ['await in a nested block', 'let done = 0; if (true) { done = await Promise.resolve(5); }\ndone', '5'],
  ])('may use %s at top level', async (_name, code, expected) => {
    const execution = await kernel.execute(code);

    expect(execution.error).toBeUndefined();
    expect(execution.result).toEqual({ 'text/plain': expected });
  });

  test('may use the language of TypeScript 5.9 and the library of this Node', async () => {
    const execution = await kernel.execute(
      'const log: string[] = [];\n{ using file = { [Symbol.dispose]() { log.push("closed"); } }; log.push("open"); }\n[...log].toSorted()',
    );

    expect(execution.error).toBeUndefined();
    expect(execution.result).toEqual({ 'text/plain': "[ 'closed', 'open' ]" });
  });

  test('fails with name, message and traceback when it throws', async () => {
    const execution = await kernel.execute('throw new TypeError("no such house")');

    expect(execution.error).toMatchObject({ ename: 'TypeError', evalue: 'no such house' });
    expect(execution.reply).toMatchObject({ status: 'error', ename: 'TypeError', evalue: 'no such house' });
  });

  test('fails with line and column when its types are wrong', async () => {
    const execution = await kernel.execute('const fine = 1;\nconst text: string = fine;');

    expect(execution.error).toMatchObject({
      ename: 'TypeScriptError',
      evalue: "2:7 - Type 'number' is not assignable to type 'string'.",
    });
  });

  test('is neither counted nor shown when it is silent', async () => {
    const before = await kernel.execute('1');
    const silent = await kernel.execute('console.log("x"); 2', { silent: true });
    const after = await kernel.execute('3');

    expect(silent.published.map((message) => message.type)).toEqual(['status', 'status']);
    expect(after.reply.execution_count).toBe(Number(before.reply.execution_count) + 1);
  });

  test('answers user expressions', async () => {
    const execution = await kernel.execute('const rows = 12', { user_expressions: { twice: 'rows * 2', bad: 'nope' } });

    expect(execution.reply.user_expressions).toMatchObject({
      twice: { status: 'ok', data: { 'text/plain': '24' } },
      bad: { status: 'error', ename: 'ReferenceError' },
    });
  });
});

describe('an error', () => {
  test('aborts the cells that were queued before it and no others', async () => {
    const gate = await gateInCell(kernel);
    const failing = kernel.startExecution(`${gate.wait} throw new Error("stop")`);
    const queued = kernel.startExecution('"never"');
    gate.open();

    expect((await kernel.executionOf(failing)).reply.status).toBe('error');
    expect((await kernel.executionOf(queued)).reply.status).toBe('aborted');
    expect((await kernel.execute('"again"')).reply.status).toBe('ok');
  });

  test('aborts nothing when the client says stop_on_error: false', async () => {
    const gate = await gateInCell(kernel);
    const failing = kernel.startExecution(`${gate.wait} throw new Error("go on")`, { stop_on_error: false });
    const queued = kernel.startExecution('"still"');
    gate.open();

    await kernel.executionOf(failing);
    expect((await kernel.executionOf(queued)).reply.status).toBe('ok');
  });
});

describe('output', () => {
  test('of 200,000 lines arrives complete and in order, and idle after it', async () => {
    const execution = await kernel.execute('for (let i = 0; i < 200_000; i++) console.log(i);');

    const lines = execution.stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(200_000);
    expect(lines.every((line, index) => line === String(index))).toBe(true);
    expect(execution.published.at(-1)?.content.execution_state).toBe('idle');
  });

  test('of a timer goes to the cell that started it', async () => {
    const first = kernel.startExecution('setTimeout(() => console.log("late"), 150);');
    await kernel.executionOf(first);
    const second = await kernel.execute('await new Promise((done) => setTimeout(done, 300)); console.log("own");');

    const late = await kernel.waitFor((message) => message.content.text === 'late\n');
    expect(late.parentId).toBe(first);
    expect(second.stdout).toBe('own\n');
  });

  test.each([
    ['an error in a timer', "setTimeout(() => { throw new Error('late'); }, 100);", 'Uncaught Error: late'],
    ['a rejection', "setTimeout(() => { void Promise.reject(new Error('late')); }, 100);", 'Error: late'],
    [
      'an event that nobody handles',
      "setTimeout(() => new (require('node:events'))().emit('error', new Error('late')), 100);",
      'Uncaught Error: late',
    ],
    [
      'an error in the callback of a library',
      "setTimeout(() => require('node:fs').stat('/', () => { throw new Error('late'); }), 100);",
      'Uncaught Error: late',
    ],
  ])('goes to the cell that caused it, and another cell that runs says so: %s', async (_what, code, expected) => {
    const first = await kernel.execute(code);
    const second = await kernel.execute('await new Promise((done) => setTimeout(done, 300));');

    const late = await kernel.waitFor(
      ({ parentId, content }) =>
        parentId === first.published[0]?.parentId && String(content.text).includes(`${expected}\n`),
    );
    expect(late.content.name).toBe('stderr');
    expect(second.stderr).toMatch(/^Code of Cell \[\d+\], which has ended, failed there: Error: late\n$/);
  });

  test('of a loop that never yields is shown while it runs', async () => {
    const started = kernel.startExecution(
      'const until = Date.now() + 1_000; console.log("begin"); while (Date.now() < until) { if (Date.now() % 50 === 0) process.stdout.write("."); }',
    );

    await kernel.waitFor((message) => message.parentId === started && message.type === 'stream', 900);
    const isOver = kernel.publishedFor(started).some((message) => message.content.execution_state === 'idle');
    expect(isOver).toBe(false);
    await kernel.executionOf(started);
  });
});
