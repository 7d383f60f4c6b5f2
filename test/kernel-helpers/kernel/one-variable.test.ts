import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeTemporaryFolder } from '../../support/temporary-folder';
import { KernelClient } from './support/kernel-client';
import { ONE_VARIABLE } from './support/one-variable-cells';
import { shownByLast } from './support/shown-by-last';

const folder = makeTemporaryFolder('one-variable');
let kernel: KernelClient;
beforeAll(async () => {
  writeFileSync(
    join(folder.path, 'live-binding.ts'),
    'export let loaded = 0;\nexport function load(): void {\n  loaded += 1;\n}\n',
  );
  kernel = await KernelClient.start({ cwd: folder.path });
});
afterAll(async () => {
  await kernel.close();
  folder.close();
});

describe.each(Object.entries(ONE_VARIABLE))('%s', (_subject, claims) => {
  test.each(claims)('%s', async (_claim, cells, shown) => {
    expect(await shownByLast(kernel, cells)).toContain(shown);
  });
});

/** Cells that never end: an interrupt ends them. Then `probe` shows that what they had assigned is there. */
const ENDLESS: readonly (readonly [where: string, code: string, probe: string])[] = [
  ['a loop over a shared variable', 'let turns = 0; console.log(1); for (;;) turns += 1;', 'turns > 0'],
  [
    'a loop in a function of an earlier cell',
    'let stop = false, spins = 0; function spin(): number { while (!stop) spins += 1; return spins; } console.log(1); spin();',
    'spins > 0 && !stop',
  ],
  ['a loop with an await', 'let steps = 0; console.log(1); for (;;) { await null; steps += 1; }', 'steps > 0'],
  [
    'an await',
    'let reached = 1; console.log(1); reached = 2; await new Promise(() => {}); reached = 3;',
    'reached === 2',
  ],
  [
    'a generator',
    'let newest = 0; function* numbers() { for (let n = 1; ; n++) yield n; } console.log(1); for (newest of numbers());',
    'newest > 0',
  ],
  [
    'an async generator',
    'let page = 0; async function* pages() { for (let n = 1; ; n++) yield n; } console.log(1); for await (page of pages());',
    'page > 0',
  ],
  [
    'a getter',
    'let asked = 0; const house = { get rooms() { for (;;) asked += 1; } }; console.log(1); house.rooms;',
    'asked > 0',
  ],
  [
    'a field of a class',
    'let made = 0; class Endless { n = (() => { for (;;) made += 1; })(); } console.log(1); new Endless();',
    'made > 0',
  ],
  ['a static block', 'let built = 0; console.log(1); class Never { static { for (;;) built += 1; } }', 'built > 0'],
  [
    'a default of a pattern',
    'let tried = 0; console.log(1); const { one, two = (() => { for (;;) tried += 1; })() } = { one: 1 } as any;',
    'tried > 0 && one === 1',
  ],
  [
    'a tagged template',
    'let tagged2 = 0; const endless = (_: unknown) => { for (;;) tagged2 += 1; }; console.log(1); endless`a`;',
    'tagged2 > 0',
  ],
  ['a namespace', 'let inSpace = 0; console.log(1); namespace Space { for (;;) inSpace += 1; }', 'inSpace > 0'],
  [
    'a block with a resource that is waited for, and closes it',
    'let closed = false; console.log(1); { await using _file = { async [Symbol.asyncDispose]() { closed = true; } }; await new Promise((done) => setTimeout(done, 50)); }',
    'await new Promise((done) => setTimeout(done, 100)); closed',
  ],
];

describe('an interrupt keeps what was assigned, in the midst of', () => {
  test.each(ENDLESS)('%s', async (_where, code, probe) => {
    const running = kernel.startExecution(code);
    await kernel.waitFor(({ parentId, type }) => parentId === running && type === 'stream');
    await kernel.request('control', 'interrupt_request', {});

    expect((await kernel.executionOf(running)).error).toMatchObject({ ename: 'Interrupted' });
    expect(await shownByLast(kernel, [probe])).toBe('true');
  });

  test('the compilation of a long cell', async () => {
    const numbers = Array.from({ length: 30_000 }, (_, index) => index / 2);
    const running = kernel.startExecution(`let late = 0; const long = [${numbers}]; for (;;) late = long.length;`);
    await kernel.waitFor(({ parentId, type }) => parentId === running && type === 'execute_input');
    await kernel.request('control', 'interrupt_request', {});

    expect((await kernel.executionOf(running)).error).toMatchObject({ ename: 'Interrupted' });
    expect(await shownByLast(kernel, ['1 + 1'])).toBe('2');
  });
});
