import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { DebugClient } from './support/debug-client';
import { KernelClient } from './support/kernel-client';

let kernel: KernelClient;
let panel: DebugClient;
let directory: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'debugged-'));
  kernel = await KernelClient.start({ cwd: directory });
  panel = new DebugClient(kernel);
}, 60_000);

afterAll(async () => {
  await kernel?.close();
  rmSync(directory, { recursive: true, force: true });
});

beforeEach(() => panel.attach());

afterEach(async () => {
  await panel.command('disconnect');
});

/** Runs a cell with breakpoints, up to the first stop. */
async function runTo(code: string, ...points: Parameters<DebugClient['breakAt']>[1][]) {
  await panel.breakAt(code, ...points);
  const id = kernel.startExecution(code);
  return { id, stop: await panel.nextStop() };
}

/** Lets a paused cell run to its end. */
async function finish(id: string) {
  await panel.go('continue');
  return kernel.executionOf(id);
}

const IN_CELL = (line: number) => expect.stringMatching(new RegExp(`^Cell \\[\\d+\\]:${line}$`));

const LOOP = `type Row = { price: number };
const rows: Row[] = [{ price: 1 }, { price: 2 }];
let total = 0;
for (const { price } of rows) {
  total += price;
}
total`;

describe('a breakpoint', () => {
  test('in a loop of a cell stops with the line, the variables by their names, and the values', async () => {
    const { id, stop } = await runTo(LOOP, 5);

    expect(stop).toEqual({ reason: 'breakpoint', frames: [IN_CELL(5)] });
    expect(await panel.scope('Locals')).toEqual({ price: '1', rows: '[ { price: 1 }, { price: 2 } ]', total: '0' });
    await panel.go('continue');
    await panel.nextStop();
    expect(await panel.scope('Locals')).toMatchObject({ price: '2', total: '1' });
    expect((await finish(id)).result).toEqual({ 'text/plain': '3' });
  });

  test('with a condition stops only where the condition holds', async () => {
    const { id } = await runTo(LOOP, { line: 5, condition: 'price as number === 2 && total > 0' });

    expect(await panel.scope('Locals')).toMatchObject({ price: '2' });
    await finish(id);
  });

  test('with a condition that fails stops, so that nobody waits for it in vain', async () => {
    const { id } = await runTo(LOOP, { line: 5, condition: 'total.missing.price > 2' });

    expect(await panel.scope('Locals')).toMatchObject({ price: '1' });
    await panel.breakAt(LOOP);
    await finish(id);
  });

  test.each([
    [
      'a local of a function',
      'function twice(seen: number) {\n  return seen * 2;\n}\nlet found = twice(2) + twice(3);',
      2,
      { seen: '3' },
    ],
    ['a variable of a block', 'for (const seen of [2, 3]) {\n  seen;\n}', 2, { seen: '3' }],
    [
      'a function by its own name',
      'let found = [2].map(function seen(each) {\n  return seen.name + each;\n});',
      2,
      { each: '2' },
    ],
  ])('has a condition in which %s hides the notebook variable of that name', async (_what, code, line, locals) => {
    await kernel.execute('let seen = 0;');
    const condition = "seen === 3 || typeof seen === 'function'";
    const { id } = await runTo(code, { line, condition });

    expect(await panel.scope('Locals')).toMatchObject(locals);
    await finish(id);
  });

  test('below pasted data stops at its own line, and so does an error', async () => {
    const data = Array.from({ length: 2_000 }, (_none, index) => `  ${index},`).join('\n');
    const code = `const pasted = [\n${data}\n];\nlet sum = 0;\nfor (const each of pasted) sum += each;\nthrow new Error(String(sum));`;
    const { id, stop } = await runTo(code, 2005);

    expect(stop.frames).toEqual([IN_CELL(2005)]);
    expect(await panel.scope('Locals')).toMatchObject({ sum: '1999000' });
    expect(String((await finish(id)).error?.traceback)).toMatch(/:2005:7/);
  });

  test('on a line without code moves to the next line that has some', async () => {
    const code = '// a remark\ninterface Shape { x: number }\nlet shape: Shape = { x: 1 };\nshape.x';
    const { id, stop } = await runTo(code, 1);

    expect(stop.frames).toEqual([IN_CELL(3)]);
    await finish(id);
    expect(await panel.breakAt(code, 1)).toMatchObject({ lines: [3] });
  });

  test('in a function that an earlier cell declared stops in that cell, below the cell that calls it', async () => {
    const declaring =
      'const factor = 3;\nfunction scaled(value: number) {\n  const product = value * factor;\n  return product;\n}';
    await kernel.execute(declaring);
    await panel.breakAt(declaring, 4);
    const id = kernel.startExecution('scaled(5)');

    const { frames } = await panel.nextStop();
    expect(frames).toEqual(['scaled:4', IN_CELL(1)]);
    expect(await panel.scope('Locals')).toEqual({ value: '5', product: '15' });
    expect(await panel.scope('Globals')).toMatchObject({ factor: '3' });
    expect((await finish(id)).result).toEqual({ 'text/plain': '15' });
  });

  test('in an imported file of the user stops there, and its source can be read', async () => {
    const code =
      'export type Side = number;\nexport function area(a: Side, b: Side): number {\n  const found = a * b;\n  return found;\n}\n';
    const path = join(directory, 'area.ts');
    writeFileSync(path, code);
    await panel.command('setBreakpoints', { source: { path }, breakpoints: [{ line: 4 }] });
    const id = kernel.startExecution("import { area } from './area.ts';\narea(2, 3)");

    expect((await panel.nextStop()).frames).toEqual(['area:4', IN_CELL(2)]);
    expect(await panel.scope('Locals')).toEqual({ a: '2', b: '3', found: '6' });
    expect(await panel.command('source', { source: { path } })).toMatchObject({ content: code });
    expect((await finish(id)).result).toEqual({ 'text/plain': '6' });
  });

  test('that was taken away stops nothing, and so does one of a debugger that was switched off', async () => {
    await panel.breakAt(LOOP, 5);
    await panel.breakAt(LOOP);
    expect((await kernel.execute(LOOP)).result).toEqual({ 'text/plain': '3' });
    await panel.breakAt(LOOP, 5);
    await panel.command('disconnect');
    expect((await kernel.execute(LOOP)).result).toEqual({ 'text/plain': '3' });
  });
});

describe('a step', () => {
  const CALLS = `function half(n: number) {
  const found = n / 2;
  return found;
}
let first = half(4);
first += await Promise.resolve(1);
[1, 2].forEach((each) => {
  first += each;
});
first`;

  test.each([
    [
      'over the lines of a cell, also over an await, to its end',
      5,
      ['next', 'next', 'next', 'next'],
      [[6], [7], [10], 'end'],
    ],
    [
      'into a function, out of it, and over the rest',
      5,
      ['stepIn', 'next', 'stepOut', 'next'],
      [[2, 5], [3, 5], [6], [7]],
    ],
    ['out of a cell, to its end', 5, ['stepOut'], ['end']],
    [
      'into a function that a method of JavaScript calls',
      7,
      ['stepIn', 'next'],
      [
        [8, 7],
        [9, 7],
      ],
    ],
  ] as const)('goes %s', async (_name, from, steps, expected) => {
    const { id } = await runTo(CALLS, from);
    const seen: unknown[] = [];
    for (const [index, step] of steps.entries()) {
      await panel.go(step);
      if (expected[index] === 'end') seen.push((await kernel.executionOf(id)) && 'end');
      else seen.push((await panel.nextStop()).frames.map((frame) => Number(frame.split(':')[1])));
    }

    expect(seen).toEqual(expected);
    await panel.command('disconnect');
    expect((await kernel.executionOf(id)).result).toEqual({ 'text/plain': '6' });
  });

  test('beyond the end of a cell does not stop in the next', async () => {
    const { id } = await runTo('let last = 1;\nlast', 2);
    await panel.go('next');
    await kernel.executionOf(id);

    expect((await kernel.execute('last + 1')).result).toEqual({ 'text/plain': '2' });
  });
});

describe('a stopped cell', () => {
  const MANY = `class Shelf { items = new Map([['a', { price: 1 }]]); get dear(): number { throw new Error('ran'); } }
const shelf = new Shelf();
function look(prefix: string) {
  const depth = 1;
  const visit = (part: { price: number }) => {
    const label = prefix + part.price;
    return label;
  };
  return visit({ price: 7 }) + depth;
}
look('at ')`;

  test('shows locals, closures and globals, and what is in them, without the names of the rewrite', async () => {
    const { id } = await runTo(MANY, 7);
    const globals = await panel.variablesOf('Globals');
    const shelf = globals.find(({ name }) => name === 'shelf');
    const [items] = await panel.partsOf(shelf?.variablesReference ?? 0);
    const [entry] = await panel.partsOf(items?.variablesReference ?? 0);

    expect(await panel.scope('Locals')).toEqual({ part: '{ price: 7 }', label: "'at 7'" });
    expect(await panel.scope('Closure')).toEqual({ prefix: "'at '" });
    expect(shelf?.value).toMatch(/^Shelf \{/);
    expect(items).toMatchObject({ name: 'items', value: "Map(1) { 'a' => { price: 1 } }" });
    expect(entry).toMatchObject({ name: "'a'", value: '{ price: 1 }' });
    expect(globals.map(({ name }) => name).filter((name) => name.includes('$'))).toEqual([]);
    await finish(id);
  });

  test('evaluates TypeScript with the names of the place and of the notebook, and says what is wrong', async () => {
    const { id } = await runTo(MANY, 7);

    expect(await panel.evaluate('(prefix as string).length + part.price + shelf.items.size')).toBe('11');
    expect(await panel.evaluate('prefix = "to "')).toBe("'to '");
    expect(await panel.evaluate('label', 0)).toBe("'at 7'");
    expect(await panel.evaluate('depth', 1)).toBe('1');
    expect(await panel.evaluate('missing + 1')).toMatch(/missing is not defined/);
    expect(await panel.evaluate('await 1')).toBe('A paused cell cannot wait: leave out `await`.');
    expect(await panel.evaluate('1 +')).toMatch(/Expression expected/);
    await finish(id);
  });

  test('shows a variable richly, and copies one to the notebook', async () => {
    const { id } = await runTo(MANY, 7);
    const [frame] = await panel.frames();
    const rich = await panel.command('richInspectVariables', { variableName: 'part', frameId: frame?.id });
    await panel.command('copyToGlobals', {
      srcVariableName: 'label',
      dstVariableName: 'copied',
      srcFrameId: frame?.id,
    });

    expect(rich).toMatchObject({ data: { 'text/plain': '{ price: 7 }' } });
    await finish(id);
    expect((await kernel.execute('copied')).result).toEqual({ 'text/plain': "'at 7'" });
  });

  test('has its state told to a second front end', async () => {
    const { id } = await runTo(LOOP, 5);
    const info = await panel.command('debugInfo');

    expect(info).toMatchObject({ isStarted: true, stoppedThreads: [1], hashMethod: 'Murmur2', copyToGlobals: true });
    expect(info.breakpoints).toContainEqual({ source: expect.stringMatching(/\.ts$/), breakpoints: [{ line: 5 }] });
    await panel.attach();
    await panel.breakAt(LOOP);
    await finish(id);
  });

  test.each([
    ['an interrupt', LOOP, 5],
    ['an interrupt of a loop without end', 'let turns = 0;\nwhile (true) {\n  turns += 1;\n}', 3],
  ])('ends by %s', async (_name, code, line) => {
    const { id } = await runTo(code, line);
    await kernel.request('control', 'interrupt_request', {});

    expect((await kernel.executionOf(id)).error).toMatchObject({ ename: 'Interrupted' });
    const again = await runTo(LOOP, 5);
    await panel.breakAt(LOOP);
    await finish(again.id);
  });

  test('runs on when the debugger is switched off', async () => {
    const { id } = await runTo(LOOP, 5);
    await panel.command('disconnect');

    expect((await kernel.executionOf(id)).result).toEqual({ 'text/plain': '3' });
  });
});

describe('the debugger', () => {
  test('stops at the statement `debugger`', async () => {
    const id = kernel.startExecution('let here = 1;\ndebugger;\nhere');

    expect(await panel.nextStop()).toEqual({ reason: 'breakpoint', frames: [IN_CELL(2)] });
    await finish(id);
  });

  test('stops at an error when asked to, and the cell then fails as usual', async () => {
    await panel.command('setExceptionBreakpoints', { filters: ['all'] });
    const id = kernel.startExecution("const query = 'SELECT';\nthrow new RangeError(query);");

    expect(await panel.nextStop()).toEqual({ reason: 'exception', frames: [IN_CELL(2)] });
    expect(await panel.evaluate('query')).toBe("'SELECT'");
    expect((await finish(id)).error).toMatchObject({ ename: 'RangeError', evalue: 'SELECT' });
  });

  test('pauses a loop that runs', async () => {
    const id = kernel.startExecution(
      "let rounds = 0;\nconsole.log('begun');\nwhile (rounds >= 0) {\n  rounds += 1;\n}",
    );
    await kernel.waitFor(({ type, parentId }) => type === 'stream' && parentId === id);
    await panel.command('pause');

    expect((await panel.nextStop()).reason).toBe('pause');
    expect(await panel.evaluate('rounds = -5')).toBe('-5');
    await finish(id);
  });

  test('has an empty list of modules, also while it is off: JupyterLab asks for it after each cell', async () => {
    const none = { modules: [], totalModules: 0 };
    expect(await panel.command('modules')).toEqual(none);

    await panel.command('disconnect');

    expect(await panel.command('modules')).toEqual(none);
  });

  test('knows a cell by the hash that JupyterLab computes', async () => {
    const info = await panel.command('debugInfo');
    const { sourcePath } = await panel.command<{ readonly sourcePath: string }>('dumpCell', { code: 'let ünits = 1;' });

    expect(info.hashSeed).toBe(0xc70f6907);
    expect(sourcePath).toBe(`${info.tmpFilePrefix}3127466436${info.tmpFileSuffix}`);
    expect(await panel.command('source', { source: { path: sourcePath } })).toMatchObject({
      content: 'let ünits = 1;',
    });
  });

  test.each([
    ['an unknown command', 'reverseContinue', {}, "This kernel's debugger does not know reverseContinue."],
    ['a step while nothing is paused', 'next', { threadId: 1 }, 'Nothing is paused.'],
    ['arguments that it cannot read', 'setBreakpoints', {}, /source/],
    ['variables of an earlier stop', 'variables', { variablesReference: 2 ** 30 }, /has run on/],
  ])('refuses %s', async (_name, command, parameters, message) => {
    expect(await panel.ask(command, parameters)).toMatchObject({
      success: false,
      message: expect.stringMatching(message),
    });
  });
});

test('a kernel with a stopped cell shuts down at once', async () => {
  await runTo(LOOP, 5);

  expect(await kernel.shutDown()).toBe(0);
  await kernel.startAgain();
}, 60_000);
