import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder';
import { KernelClient } from './support/kernel-client';

let kernel: KernelClient;
let folder: TemporaryFolder;
beforeAll(async () => {
  folder = makeTemporaryFolder('deep-cells');
  writeFileSync(join(folder.path, 'counter.ts'), 'export const loaded = { times: 0 };\nloaded.times += 1;\n');
  kernel = await KernelClient.start({ cwd: folder.path });
  await kernel.execute('// @strict\ninterface House { rooms: number }\nlet kept: House = { rooms: 41 };');
  await kernel.execute('/** @module numbers */\nexport const one = 1;');
  await kernel.execute("import { loaded } from './counter';\nloaded.times += 10;");
});
afterAll(async () => {
  await kernel.close();
  folder.close();
});

const DEPTH = 5_000;

/** Code that is nested more deeply than the stack of TypeScript's parser, binder or checker allows. */
const TOO_DEEP = {
  brackets: `${'['.repeat(DEPTH)}1${']'.repeat(DEPTH)}`,
  parentheses: `${'('.repeat(DEPTH)}1${')'.repeat(DEPTH)}`,
  objects: `const deep = ${'{ a: '.repeat(DEPTH)}1${' }'.repeat(DEPTH)};`,
  functions: `${'(() => '.repeat(DEPTH)}1${')()'.repeat(DEPTH)}`,
  blocks: `${'if (true) {'.repeat(DEPTH)}1;${'}'.repeat(DEPTH)}`,
  'a long chain': `kept${'?.rooms'.repeat(DEPTH)}`,
  'templates in templates': `${'`${'.repeat(DEPTH)}1${'}`'.repeat(DEPTH)}`,
  types: `type Deep = ${'['.repeat(DEPTH)}1${']'.repeat(DEPTH)};`,
  'code after an export': `export const deep = ${'['.repeat(DEPTH)}1${']'.repeat(DEPTH)};`,
  'code after an await': `await ${'['.repeat(DEPTH)}1${']'.repeat(DEPTH)};`,
  'a module': `/** @module deep */\nexport const deep = ${'['.repeat(DEPTH)}1${']'.repeat(DEPTH)};`,
} as const;

describe('a cell that is nested too deeply fails alone, and the next cell works:', () => {
  test.each(Object.entries(TOO_DEEP))('%s', async (_name, code) => {
    const { error } = await kernel.execute(code);
    const next = await kernel.execute('const house: House = { rooms: kept.rooms + 1 };\nhouse.rooms');

    expect(error).toMatchObject({
      ename: 'TypeScriptError',
      evalue: expect.stringContaining('This cell is nested too deeply for TypeScript, so it did not run. Split'),
    });
    expect(next.result).toEqual({ 'text/plain': '42' });
  });

  test.each([
    ['alone', ''],
    ['in a cell that awaits', 'await null;\n'],
  ])('but a sum of 5,000 terms is computed: %s', async (_where, before) => {
    const { result } = await kernel.execute(`${before}${'1 + '.repeat(DEPTH)}1`);

    expect(result).toEqual({ 'text/plain': `${DEPTH + 1}` });
  });

  test('the brackets of a thousand arrays, opened and closed', async () => {
    await kernel.execute(`${'['.repeat(1_000)}1${']'.repeat(1_000)}`);

    expect((await kernel.execute('kept.rooms + 1')).result).toEqual({ 'text/plain': '42' });
  });
});

describe('after such a cell', () => {
  test('cells are checked as strictly as before', async () => {
    await kernel.execute(TOO_DEEP.brackets);
    const { error } = await kernel.execute('const rooms: number = null;');

    expect(error?.evalue).toContain("Type 'null' is not assignable to type 'number'.");
  });

  test('modules are still known, and local files that have not changed do not run again', async () => {
    await kernel.execute(TOO_DEEP.brackets);
    const { result, error } = await kernel.execute(
      "import { one } from './numbers';\nimport { loaded as again } from './counter';\n[one, again.times]",
    );

    expect(error).toBeUndefined();
    expect(result).toEqual({ 'text/plain': '[ 1, 11 ]' });
  });

  test('packages are searched beside the notebook, even when a cell has changed the working folder', async () => {
    await kernel.execute("process.chdir('/');");
    await kernel.execute(TOO_DEEP.brackets);
    const { result } = await kernel.execute("import { loaded as found } from './counter';\nfound.times");
    await kernel.execute(`process.chdir(${JSON.stringify(folder.path)});`);

    expect(result).toEqual({ 'text/plain': '11' });
  });
});

describe('questions about code that is nested too deeply get an empty answer, and the next cell works:', () => {
  const code = '['.repeat(1_500);
  test.each([
    ['complete_request', code, { status: 'ok', matches: [], cursor_start: 1_500, cursor_end: 1_500 }],
    ['inspect_request', code, { status: 'ok', found: false, data: {} }],
    ['is_complete_request', '['.repeat(DEPTH), { status: 'unknown' }],
    ['complete_request', `snowflake.sql\`\${${code}`, { status: 'ok', matches: [] }],
  ])('%s', async (type, asked, answer) => {
    const content = { code: asked, cursor_pos: asked.length, detail_level: 0 };

    expect(await kernel.request('shell', type, content)).toMatchObject(answer);
    expect((await kernel.execute('kept.rooms + 1')).result).toEqual({ 'text/plain': '42' });
  });
});
