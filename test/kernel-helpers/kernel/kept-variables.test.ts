import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Execution, KernelClient } from './support/kernel-client';

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start();
});
afterAll(() => kernel.close());

async function shown(code: string): Promise<unknown> {
  const { result, error } = await kernel.execute(code);
  return result?.['text/plain'] ?? error?.evalue;
}

/** Starts a cell, and interrupts it when it has printed something. */
async function interrupt(code: string): Promise<Execution> {
  const running = kernel.startExecution(code);
  await kernel.waitFor(({ parentId, type }) => parentId === running && type === 'stream');
  await kernel.request('control', 'interrupt_request', {});
  return await kernel.executionOf(running);
}

describe('a cell that ends before its last line', () => {
  test('by an error keeps the variables that it had reached, and no others', async () => {
    await kernel.execute(`
      import { join } from 'node:path';
      interface House { rooms: number }
      const houses: House[] = [], { limit, ...others } = { limit: 2, more: true };
      for (const rooms of [1, 2, 3]) {
        if (rooms > limit) throw new Error('enough');
        houses.push({ rooms });
      }
      const unreached = 1;`);

    expect(await shown('[houses, others, join("a", "b")]')).toBe(
      "[ [ { rooms: 1 }, { rooms: 2 } ], { more: true }, 'a/b' ]",
    );
    expect(await shown('const next: House = houses[0]; next.rooms')).toBe('1');
    expect(await shown('unreached')).toContain("Cannot find name 'unreached'");
  });

  test.each([
    ['an interrupt of a busy loop', "console.log('now'); for (;;) busy.push(1);"],
    ['an interrupt at an await', "busy.push(1); console.log('now'); await new Promise(() => {});"],
  ])('by %s keeps what it has collected', async (_how, loop) => {
    const { error } = await interrupt(`const busy: number[] = []; ${loop}`);

    expect(error).toMatchObject({ ename: 'Interrupted' });
    expect(await shown('busy.length > 0 && busy.every((one) => one === 1)')).toBe('true');
    expect(await shown("const busy = 'anew'; busy")).toBe("'anew'");
  });

  test('keeps the value and type of a variable of an earlier cell that it did not reach', async () => {
    await kernel.execute("let model = { kind: 'old' }; var untouched = 'old';");
    const { error } = await kernel.execute("throw new Error('no model'); let model = 1; var untouched: number;");

    expect(error).toMatchObject({ evalue: 'no model' });
    expect(await shown('[model.kind, untouched]')).toBe("[ 'old', 'old' ]");
  });

  test('gives a variable of an earlier cell that it reached its new value and type', async () => {
    await kernel.execute("let price = 'dear';");
    await kernel.execute("let price = 3; throw new Error('later');");

    expect(await shown('price.toFixed(1)')).toBe("'3.0'");
  });

  test('declares no variables that it did not reach, so that later cells do not know them', async () => {
    await kernel.execute("throw new Error('at once'); const forgotten = 1;");
    await kernel.execute('/** @module beside */\nexport const other = 1;');

    expect(await shown('forgotten')).toContain("Cannot find name 'forgotten'");
  });

  test('changes nothing when it does not compile', async () => {
    await kernel.execute('let rooms = 3;');
    await kernel.execute("let rooms = 'many'; rooms.nonsense();");

    expect(await shown('rooms.toFixed(1)')).toBe("'3.0'");
  });
});

describe('a variable that is declared again', () => {
  test('without a value is undefined', async () => {
    await kernel.execute("let area = 5; var width = 'old';");
    await kernel.execute('let area: number | undefined; var width: string | undefined;');

    expect(await shown('[area, width]')).toBe('[ undefined, undefined ]');
  });

  test('does not change other variables of its old statement, nor a type of the same name', async () => {
    await kernel.execute('interface City { name: string }\nlet north = 1, south = 2;');
    await kernel.execute("const City = 'Oslo'; let north = 'up';");

    expect(await shown('const city: City = { name: City }; [city, north, south]')).toBe(
      "[ { name: 'Oslo' }, 'up', 2 ]",
    );
  });
});

describe('later cells know', () => {
  test.each([
    ['namespaces', 'namespace Geo { export const earth = 6_371; }', 'Geo.earth', '6371'],
    ['enums', "enum Heating { Gas = 'gas' }", 'Heating.Gas', "'gas'"],
    [
      'overloads',
      'function half(n: number): number;\nfunction half(n: string): string;\nfunction half(n: any) { return n; }',
      "half('a').length",
      '1',
    ],
    [
      'imports of every form',
      "import fs, { existsSync as isThere } from 'node:fs';\nimport * as os from 'node:os';\nimport type { Stats } from 'node:fs';",
      'const stats: Stats = fs.statSync("."); [isThere("."), os.EOL, stats.isDirectory()]',
      "[ true, '\\n', true ]",
    ],
    [
      'what is declared globally',
      'declare global { interface Array<T> { second(): T } }\nArray.prototype.second = function () { return this[1]; };',
      '[1, 2].second()',
      '2',
    ],
    [
      'generic classes',
      'class Box<T> { constructor(readonly content: T) {} }',
      'new Box(3).content.toFixed(1)',
      "'3.0'",
    ],
  ])('%s, also some cells later', async (_name, declaration, use, expected) => {
    await kernel.execute(declaration);
    await kernel.execute('const between = 1;');
    await kernel.execute('const again = 2;');

    expect(await shown(use)).toBe(expected);
  });

  test('the documentation of a variable', async () => {
    await kernel.execute('/** Rooms of all houses. */\nconst allRooms = 3;');
    await kernel.execute('const between = 2;');
    const { data } = await kernel.request('shell', 'inspect_request', {
      code: 'allRooms',
      cursor_pos: 3,
      detail_level: 0,
    });

    expect(JSON.stringify(data)).toContain('Rooms of all houses.');
  });
});
