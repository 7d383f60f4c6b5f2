import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder';
import { gateInCell } from './support/gate-in-cell';
import { KernelClient } from './support/kernel-client';

let folder: TemporaryFolder;
let kernel: KernelClient;
beforeAll(async () => {
  folder = makeTemporaryFolder('own-file-edits');
  kernel = await KernelClient.start({ cwd: folder.path });
});
afterAll(async () => {
  await kernel.close();
  folder.close();
});

const at = (name: string) => join(folder.path, name);

function write(name: string, text: string): void {
  mkdirSync(dirname(at(name)), { recursive: true });
  writeFileSync(at(name), text);
}

async function resultOf(code: string): Promise<unknown> {
  const { error, result, stderr } = await kernel.execute(code);
  return error?.evalue ?? result?.['text/plain'] ?? stderr;
}

async function tracebackOf(code: string): Promise<string> {
  const { error } = await kernel.execute(code);
  const lines = Array.isArray(error?.traceback) ? error.traceback : [];
  return stripVTControlCharacters(lines.join('\n'));
}

describe('the next cell that imports a file sees', () => {
  test.each(['ts', 'mts', 'cts', 'tsx', 'mjs', 'cjs', 'js'])('that a .%s file was edited', async (ending) => {
    const text = (value: string) =>
      ending === 'cjs' ? `exports.value = '${value}';` : `export const value = '${value}';`;
    const cell = `import { value } from './edited-${ending}.${ending}'; value`;
    write(`edited-${ending}.${ending}`, text('old'));
    expect(await resultOf(cell)).toBe("'old'");

    write(`edited-${ending}.${ending}`, text('newer'));

    expect(await kernel.execute(cell)).toMatchObject({ result: { 'text/plain': "'newer'" }, stderr: '' });
  });

  test('an edit of a file behind that file, while files that nobody edited keep their state', async () => {
    write('state.ts', 'export const state = { count: 0 };');
    write('deep.ts', "export const deep = 'old';");
    write(
      'top.ts',
      "import { state } from './state';\nexport { deep } from './deep';\nstate.count += 1;\nexport { state };",
    );
    const cell = "import { deep, state } from './top'; [deep, state.count]";
    expect([await resultOf(cell), await resultOf(cell)]).toEqual(["[ 'old', 1 ]", "[ 'old', 1 ]"]);

    write('deep.ts', "export const deep = 'newer';");

    expect(await resultOf(cell)).toBe("[ 'newer', 2 ]");
  });

  test('edited JSON, and a required file', async () => {
    write('numbers.json', '{ "one": 1 }');
    write('required.ts', 'export const required = 1;');
    const cell =
      "import numbers from './numbers.json'; const { required } = require('./required'); [numbers.one, required]";
    expect(await resultOf(cell)).toBe('[ 1, 1 ]');

    write('numbers.json', '{ "one": 10 }');
    write('required.ts', 'export const required = 10;');

    expect(await resultOf(cell)).toBe('[ 10, 10 ]');
  });

  test('a file that is gone, and one that appears', async () => {
    write('holder.ts', "export { held } from './held';");
    write('held.ts', 'export const held = 1;');
    const cell = "import { held } from './holder'; held";
    expect(await resultOf(cell)).toBe('1');

    rmSync(at('held.ts'));
    expect(await resultOf(cell)).toMatch(/holder\.ts 1:22 - Cannot find module '\.\/held'/);

    write('held/index.ts', 'export const held = 2;');
    expect(await resultOf(cell)).toBe('2');
  });

  test('other settings of the project', async () => {
    write('a/where.ts', "export const where = 'a';");
    write('b/where.ts', "export const where = 'b';");
    const cell = "import { where } from 'elsewhere'; where";
    write('tsconfig.json', '{ "compilerOptions": { "paths": { "elsewhere": ["./a/where.ts"] } } }');
    expect(await resultOf(cell)).toBe("'a'");

    write('tsconfig.json', '{ "compilerOptions": { "paths": { "elsewhere": ["./b/where.ts"] } } } ');
    expect(await resultOf(cell)).toBe("'b'");

    write('tsconfig.json', '{ "compilerOptions": { "paths": { "elsewhere": ["./b/where.ts" } } }');
    expect(await resultOf("import { where } from './a/where'; where")).toMatch(/tsconfig\.json 1:\d+ - ',' expected\./);
    rmSync(at('tsconfig.json'));
  });

  test('an edit that the cell itself made before its import()', async () => {
    write('made.ts', 'export const made = 1;');
    const code =
      "import { writeFileSync } from 'node:fs';\nconst before = (await import('./made')).made;\nwriteFileSync('made.ts', 'export const made = 1 + 1;');\n[before, (await import('./made')).made]";

    expect(await resultOf(code)).toBe('[ 1, 2 ]');
  });
});

describe('an edit', () => {
  test('leaves earlier closures, and the cell that runs meanwhile, with the code they have', async () => {
    write('closed.ts', "export const say = () => 'old';");
    await kernel.execute("import { say as sayOld } from './closed'; const keep = () => sayOld();");
    const gate = await gateInCell(kernel);
    const running = kernel.startExecution(`${gate.wait}\nsayOld()`);
    write('closed.ts', "export const say = () => 'newer';");
    gate.open();

    expect((await kernel.executionOf(running)).result).toEqual({ 'text/plain': "'old'" });
    expect(await resultOf("import { say as sayNew } from './closed'; [keep(), sayNew()]")).toBe("[ 'old', 'newer' ]");
  });

  test('that brings errors of types shows all of them with file, line and code, until it is mended', async () => {
    write('typed-a.ts', "import { b } from './typed-b';\nexport const a: number = 'text';\nexport const all = [a, b];");
    write('typed-b.ts', '\nexport const b: string = 2;');
    const cell = "import { all } from './typed-a'; all";

    expect(await tracebackOf(cell)).toBe(
      [
        "Type 'string' is not assignable to type 'number'.",
        "  2 | export const a: number = 'text';",
        '                   ^',
        `    at ${at('typed-a.ts')}:2:14`,
        "Type 'number' is not assignable to type 'string'.",
        '  2 | export const b: string = 2;',
        '                   ^',
        `    at ${at('typed-b.ts')}:2:14`,
      ].join('\n'),
    );

    write('typed-a.ts', "import { b } from './typed-b';\nexport const a = 1;\nexport const all = [a, b];");
    write('typed-b.ts', 'export const b = 2;');
    expect(await resultOf(cell)).toBe('[ 1, 2 ]');
  });

  test('that breaks the syntax shows where, until it is mended', async () => {
    write('syntax.ts', 'export const fine = 1;\nexport const broken = ;');
    expect(await resultOf("import { fine } from './syntax'; fine")).toBe(
      `${at('syntax.ts')} 2:23 - Expression expected.`,
    );

    write('syntax.ts', 'export const fine = 2;');
    expect(await resultOf("import { fine } from './syntax'; fine")).toBe('2');
  });

  test('is not needed when a file that failed to load can load now, and its finished neighbours keep their state', async () => {
    write(
      'neighbour.ts',
      'export const neighbour = { loads: 0 };\n(globalThis as any).loads = ((globalThis as any).loads ?? 0) + 1;',
    );
    write(
      'waiting.ts',
      "import { neighbour } from './neighbour';\nif (!(globalThis as any).isReady) throw new Error('not ready');\nexport const ready = neighbour;",
    );
    expect(await resultOf("import { ready } from './waiting'; ready")).toBe('not ready');

    await kernel.execute('(globalThis as any).isReady = true;');

    expect(await resultOf("import { ready } from './waiting'; (globalThis as any).loads")).toBe('1');
  });
});

describe('an error in a file', () => {
  test.each(['ts', 'cts', 'mts'])('at load names the .%s file, line and column', async (ending) => {
    write(
      `boom.${ending}`,
      "\ninterface Unused { a: 1 }\nfunction fail(): never {\n  throw new Error('boom');\n}\nfail();\nexport {};",
    );

    const traceback = await tracebackOf(`import './boom.${ending}'`);

    expect(traceback).toContain('Error: boom\n');
    expect(traceback).toContain(`at fail (${at(`boom.${ending}`)}:4:9)`);
    expect(traceback).toContain(`${at(`boom.${ending}`)}:6:1`);
  });

  test.each([
    ['a call', 'fail()'],
    ['a callback', '[1].map(() => fail())'],
    ['an async function', 'await later()'],
    ['a file that was edited', 'fail()'],
  ])('names file, line and column from %s', async (what, call) => {
    const isEdited = what.endsWith('edited');
    const lines = [
      'type Unused = 1;',
      "export function fail(): void { const text: string = 'x';",
      "  throw new RangeError('far');",
      '}',
      'export async function later(): Promise<void> { await null; fail(); }',
    ];
    write('thrower.ts', (isEdited ? ['', ...lines] : lines).join('\n'));

    const traceback = await tracebackOf(`import { fail, later } from './thrower';\n${call}`);

    expect(traceback).toContain(`at fail (${at('thrower.ts')}:${isEdited ? 4 : 3}:9)`);
    expect(traceback).toMatch(/Cell \[\d+\]:2:/);
  });

  test('names them from a timer too', async () => {
    write(
      'timer.ts',
      "type Unused = 1;\nexport const start = () => setTimeout(() => {\n  throw new Error('late');\n}, 1);",
    );

    const { stderr, error } = await kernel.execute(
      "import { start } from './timer'; start(); await new Promise((done) => setTimeout(done, 50));",
    );

    expect(`${stderr}${String(error?.traceback)}`).toContain(`${at('timer.ts')}:3:9`);
  });

  test('is no error where only the settings of its project make it right', async () => {
    write('strict/tsconfig.json', '{ "compilerOptions": { "strict": true } }');
    write(
      'strict/narrow.ts',
      'type Answer = { ok: true; value: number } | { ok: false; why: string };\nexport const text = (a: Answer) => (!a.ok ? a.why : String(a.value));',
    );

    expect(await resultOf("import { text } from './strict/narrow'; text({ ok: false, why: 'no' })")).toBe("'no'");
  });
});

test.each([
  ['a busy loop', 'while ((globalThis as any).isBusy !== false);'],
  ['an await', 'if ((globalThis as any).isBusy !== false) await new Promise(() => {});'],
])('an interrupt ends %s while a file is loaded, and the next import loads the file', async (what, code) => {
  const name = what.replaceAll(' ', '-');
  write(`${name}.ts`, `console.log('loading');\n${code}\nexport const loaded = 'yes';`);
  await kernel.execute('(globalThis as any).isBusy = true;');
  const running = kernel.startExecution(`import { loaded } from './${name}'; loaded`);
  await kernel.waitFor(({ type, parentId }) => type === 'stream' && parentId === running);

  await kernel.request('control', 'interrupt_request', {});

  expect((await kernel.executionOf(running)).error).toBeDefined();
  await kernel.execute('(globalThis as any).isBusy = false;');
  expect(await resultOf(`import { loaded } from './${name}'; loaded`)).toBe("'yes'");
});

test('a cell that names itself a module may be changed, and is found by files and by other such cells', async () => {
  await kernel.execute('/** @module shapes */\nexport const area = (a: number) => a * a;');
  await kernel.execute("/** @module rooms */\nimport { area } from './shapes';\nexport const rooms = area(3);");
  write('flat.ts', "export { rooms } from './rooms';");
  expect(await resultOf("import { rooms } from './flat'; rooms")).toBe('9');

  await kernel.execute('/** @module shapes */\nexport const area = (a: number) => a + a;');

  expect(await resultOf("import { rooms } from './flat'; rooms")).toBe('6');
});
