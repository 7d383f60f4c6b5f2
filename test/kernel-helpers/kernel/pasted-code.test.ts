import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeTemporaryFolder } from '../../support/temporary-folder';
import { KernelClient } from './support/kernel-client';

const folder = makeTemporaryFolder('pasted-code');
let kernel: KernelClient;
beforeAll(async () => {
  // Jupyter's server names the kernel's notebook in this way.
  kernel = await KernelClient.start({ cwd: folder.path, env: { JPY_SESSION_NAME: join(folder.path, 'houses.ipynb') } });
});
afterAll(async () => {
  await kernel.close();
  folder.close();
});

async function shown(code: string): Promise<unknown> {
  const { result, error } = await kernel.execute(code);
  return result?.['text/plain'] ?? error?.evalue;
}

describe('code that is pasted from a module', () => {
  test('may export: its declarations are variables of the notebook', async () => {
    const { error } = await kernel.execute(`
      export const limit = 2;
      export async function load(): Promise<number> { return limit; }
      export interface House { rooms: number }
      export abstract class Place { abstract name: string; }
      export enum Side { North = 'north' }
      export default function main() { return Side.North; }
      export { limit as most };`);

    expect(error).toBeUndefined();
    expect(
      await shown(
        "const house: House = { rooms: await load() }; [house, main(), new (class extends Place { name = 'x' })().name]",
      ),
    ).toBe("[ { rooms: 2 }, 'north', 'x' ]");
  });

  test.each([
    ['a value', 'export default 3', '3'],
    ['a function without a name', 'export default function () {}', undefined],
    ['a class without a name', 'export default class {}', undefined],
  ])('may have %s as its default', async (_what, code, expected) => {
    expect(await shown(code)).toBe(expected);
  });

  test('has its errors at the right lines and columns', async () => {
    expect(await shown('export const a = 1,\n  b: string = 2;')).toBe(
      "2:3 - Type 'number' is not assignable to type 'string'.",
    );
  });

  test('is completed and explained as it is written', async () => {
    const code = 'export const rounded = Math.flo';
    const completed = await kernel.request('shell', 'complete_request', { code, cursor_pos: code.length });

    expect(completed).toMatchObject({ matches: ['floor'], cursor_start: code.length - 3 });
  });

  test('finds its own path, which is that of the notebook', async () => {
    const file = join(folder.path, 'houses.ipynb');

    expect(await shown('[__dirname, __filename].join()')).toBe(`'${folder.path},${file}'`);
    expect(await shown('[import.meta.dirname, import.meta.filename].join()')).toBe(`'${folder.path},${file}'`);
    expect(await shown("new URL('rooms.csv', import.meta.url).href")).toBe(
      `'${pathToFileURL(join(folder.path, 'rooms.csv')).href}'`,
    );
  });

  test('may use those names for its own variables', async () => {
    expect(await shown("const __dirname = 'mine';\n[__dirname, { __dirname }].length && __dirname")).toBe("'mine'");
    expect(await shown('__dirname')).toBe("'mine'");
  });

  test('imports modules that find their own path', async () => {
    writeFileSync(join(folder.path, 'beside.ts'), 'export const place = import.meta.url;');

    expect(await shown("import { place } from './beside';\nplace")).toBe(
      `'${pathToFileURL(join(folder.path, 'beside.ts')).href}'`,
    );
  });
});
