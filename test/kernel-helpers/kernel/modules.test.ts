import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KernelClient } from './support/kernel-client';

let directory: string;
let kernel: KernelClient;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'kernel-modules-'));
  kernel = await KernelClient.start({ cwd: directory });
});
afterAll(async () => {
  await kernel.close();
  rmSync(directory, { recursive: true, force: true });
});

function write(path: string, text: string): void {
  const file = join(directory, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
}

async function resultOf(code: string): Promise<unknown> {
  const { error, result } = await kernel.execute(code);
  return error ?? result?.['text/plain'];
}

describe('a cell', () => {
  test('imports TypeScript and JSON that lie beside the notebook, and what they import', async () => {
    write('lib/rooms.ts', 'export const rooms: number = 3;');
    write('house.ts', "import { rooms } from './lib/rooms';\nexport const house = { rooms };");
    write('prices.json', '{ "price": 7 }');

    expect(
      await resultOf(
        "import { house } from './house';\nimport prices from './prices.json';\nhouse.rooms + prices.price",
      ),
    ).toBe('10');
  });

  test('imports a file that ends in an expression, which does not become the result of the cell', async () => {
    write('counted.ts', 'export const counted = { times: 0 };\ncounted.times += 1;');
    write('greeting.ts', "export const greeting = 'hello';\ngreeting.length;");

    expect(await resultOf("import { counted } from './counted';\ncounted.times")).toBe('1');
    expect(await resultOf("import { greeting } from './greeting';\nconst text: string = greeting;")).toBeUndefined();
  });

  test('checks types across files', async () => {
    expect(await resultOf("import { house as mine } from './house';\nconst text: string = mine.rooms;")).toMatchObject({
      evalue: "2:7 - Type 'number' is not assignable to type 'string'.",
    });
  });

  test('finds a package that was installed while the kernel runs', async () => {
    const code = "import { answer } from 'late-package';\nanswer";
    expect(await resultOf(code)).toMatchObject({ ename: 'TypeScriptError' });

    write(
      'node_modules/late-package/package.json',
      '{ "name": "late-package", "main": "index.js", "types": "index.d.ts" }',
    );
    write('node_modules/late-package/index.js', 'exports.answer = 42;');
    write('node_modules/late-package/index.d.ts', 'export declare const answer: number;');

    expect(await resultOf(code)).toBe('42');
  });

  test('may be a module that other cells import', async () => {
    await kernel.execute('/** @module shapes */\nexport const area = (a: number) => a * a;');

    expect(await resultOf("import { area } from './shapes';\narea(4)")).toBe('16');
  });

  test('uses Node.js modules by both of their names', async () => {
    expect(
      await resultOf(
        "import { basename } from 'node:path';\nimport * as os from 'os';\nbasename('/a/b') + typeof os.cpus",
      ),
    ).toBe("'bfunction'");
  });

  test('loads CommonJS of a folder beside the notebook anew when it was rebuilt, without a warning', async () => {
    write('own/package.json', '{ "name": "own-package", "main": "index.js", "types": "index.d.ts" }');
    write('own/index.js', 'exports.version = 1;');
    write('own/index.d.ts', 'export declare const version: number;');
    const code = "import { version } from './own/index';\nversion";
    const first = await kernel.execute(code);
    write('own/index.js', 'exports.version = 2; // rebuilt');

    const second = await kernel.execute(code);

    expect([first.result, second.result]).toEqual([{ 'text/plain': '1' }, { 'text/plain': '2' }]);
    expect([first.stderr, second.stderr]).toEqual(['', '']);
  });

  test('is checked strictly after a cell has asked for it', async () => {
    const loose = 'function keep(value) { return value; }';
    expect(await resultOf(loose)).toBeUndefined();
    expect(await resultOf(`// @strict\n${loose}`)).toMatchObject({
      evalue: "2:15 - Parameter 'value' implicitly has an 'any' type.",
    });
    expect(await resultOf(loose)).toMatchObject({ ename: 'TypeScriptError' });
    expect(await resultOf(`// @strict: false\n${loose}`)).toBeUndefined();
  });

  test('may use names that begin with two underscores', async () => {
    await kernel.execute('const __rows = [1, 2]; let ___count = 3; interface __House { rooms: number }');
    const { result } = await kernel.execute(
      '___count += __rows.length; const house: __House = { rooms: ___count }; house',
    );

    expect(result).toEqual({ 'text/plain': '{ rooms: 5 }' });
  });

  test('sees variables of earlier cells, redeclares them, and keeps their types', async () => {
    await kernel.execute('let count = 1; const box = { count };');
    await kernel.execute('const count: string = "now text";');

    expect(await resultOf('({ count, inside: box.count })')).toBe("{ count: 'now text', inside: 1 }");
    expect(await resultOf('const wrong: number = count;')).toMatchObject({ ename: 'TypeScriptError' });
  });
});
