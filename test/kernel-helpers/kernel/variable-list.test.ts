import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { VariableList } from 'kernel-helpers/sidebar-contract/variables';
import { z } from 'zod';
import { ROOT } from '../../support/clone';
import { KernelClient } from './support/kernel-client';

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start({ cwd: join(ROOT, 'notebooks') });
});
afterAll(() => kernel.close());

const responseSchema = z.object({ success: z.boolean(), message: z.string().optional(), body: z.unknown() });

async function debug(command: string, parameters: object = {}) {
  const request = { seq: 1, type: 'request', command, arguments: parameters };
  return responseSchema.parse(await kernel.request('control', 'debug_request', request));
}

async function list(parameters: object = {}): Promise<VariableList> {
  return VariableList.parse((await debug('inspectVariables', parameters)).body);
}

/** Runs a cell that must succeed, and gives its variable `v` as listed. */
async function listed(code: string) {
  const { reply } = await kernel.execute(code);
  expect(reply).toMatchObject({ status: 'ok' });
  const { variables } = await list({ matching: 'v', limit: 1 });
  return variables[0];
}

describe('a variable is listed with its type, size and value:', () => {
  test.each([
    ['const v = 3', 'number', '', '3'],
    ['const v = "Fres\\nno"', 'string', '7', '"Fres\\nno"'],
    ['let v = -0', 'number', '', '-0'],
    ['let v: string | undefined; v = undefined', 'string', '', 'undefined'],
    ['const v = 10n ** 6n', 'bigint', '', '1000000n'],
    ['const v = 2n ** 9_999n', 'bigint', '', 'a large bigint'],
    ['const v = [1, 2, 3, 4, 5, 6]', 'number[]', '6', '[1, 2, 3, 4, 5, …]'],
    ['const v = [{ city: "Oslo" }]', '{ city: string; }[]', '1', '[{…}]'],
    [
      'const v = { rooms: 3, of: { Oslo: 1 }, f() {} }',
      '{ rooms: number; of: { Oslo: number; }; f(): void; }',
      '3',
      '{ rooms: 3, of: {…}, f: ƒ f }',
    ],
    ['const v = new Float64Array(1_000)', 'Float64Array<ArrayBuffer>', '1,000 (8,000 B)', '[0, 0, 0, 0, 0, …]'],
    ['const v = new Map([["Oslo", 3]])', 'Map<string, number>', '1', '{ "Oslo" → 3 }'],
    ['const v = new Set(["Oslo"])', 'Set<string>', '1', '{ "Oslo" }'],
    ['const v = new Date(0)', 'Date', '', '1970-01-01T00:00:00.000Z'],
    ['const v = new RangeError("Too far.")', 'RangeError', '', 'RangeError: Too far.'],
    ['const v = (rooms: number) => rooms', '(rooms: number) => number', '', 'ƒ v'],
    ['const v: any = new URL("http://a/")', 'URL', '', ''],
    ['const v = JSON.parse("[1]")', 'Array', '1', '[1]'],
    [
      'import { Table } from "kernel-helpers"; const v = Table.fromRows([{ CITY: "Oslo", ROOMS: 3 }])',
      'Table',
      '1 × 2',
      'CITY, ROOMS',
    ],
    ['const v = Table.fromRows([{ CITY: "Oslo", ROOMS: 3 }]).toDataFrame()', 'DataFrame', '1 × 2', 'CITY, ROOMS'],
    [
      'import { tableFromArrays } from "apache-arrow"; const v = tableFromArrays({ day: [1, 2, 3] })',
      'Table<{ day: Float64; }>',
      '3 × 1',
      'day',
    ],
    ['import { Decimal } from "kernel-helpers"; const v = new Decimal(12345n, 2)', 'Decimal', '', '123.45'],
  ])('%s', async (code, type, size, value) => {
    expect(await listed(code)).toEqual({ name: 'v', typeText: type, size, value });
  });
});

describe('listing runs no code of a value:', () => {
  test.each([
    ['a getter', 'const v = { get rooms(): number { throw new Error("ran") } }', '{ rooms: (getter) }'],
    [
      'a getter of an item',
      'const v = Object.defineProperty([1], 0, { get() { throw new Error("ran") } })',
      '[undefined]',
    ],
    [
      'a proxy',
      'const v: object = new Proxy({}, { get() { throw new Error("ran") }, ownKeys() { throw new Error("ran") } })',
      'Proxy',
    ],
    [
      'a tag',
      'class Tagged { get [Symbol.toStringTag](): string { throw new Error("ran") } }; const v = new Tagged()',
      '',
    ],
    ['its text', 'const v = { toString() { throw new Error("ran") }, a: 1 }', '{ toString: ƒ toString, a: 1 }'],
    ['its own look', 'const v = { a: 1, [Symbol.for("nodejs.util.inspect.custom")]() { throw new Error("ran") } }', ''],
    ['a cycle', 'const v: { me?: object } = {}; v.me = v', '{ me: {…} }'],
    [
      'a million items',
      'const v = Array.from({ length: 1_000_000 }, () => "x".repeat(50))',
      expect.stringMatching(/^\["x{30}…", .*…$/),
    ],
  ])('%s', async (_what, code, value) => {
    expect((await listed(code))?.value).toEqual(value);
  });
});

describe('a secret stays hidden:', () => {
  test.each([
    ['by the name of a variable', 'const vPassword = "hunter2"'],
    ['by the name of a member', 'const v = { user: "ann", apiToken: "hunter2" }'],
    ['by the key of a Map', 'const v = new Map([["secret", "hunter2"]])'],
    [
      'in a private field',
      'class Login { #word = "hunter2"; [Symbol.for("nodejs.util.inspect.custom")]() { return "login" } }; const v = new Login()',
    ],
    ['in the environment', 'process.env.HUNTER = "hunter2"; const v = process.env'],
  ])('%s', async (_where, code) => {
    await kernel.execute(code);

    expect(JSON.stringify(await list())).not.toContain('hunter2');
  });
});

describe('the list', () => {
  test('holds variables that have a value, by name, and no functions, classes and imports', async () => {
    await kernel.execute(
      'import fs from "node:fs"; function zf() {} class Zc {} enum Ze { A } let z10 = 1, z9 = 2; type Zt = 1',
    );
    await kernel.execute('let zNever = (() => { throw new Error("no") })()');

    const { variables, total } = await list({ matching: 'Z' });
    expect([variables.map(({ name }) => name), total]).toEqual([['z9', 'z10'], 2]);
  });

  test('gives no member `type`, which JupyterLab would show in place of the value', async () => {
    expect((await debug('inspectVariables', { matching: 'z9' })).body).toMatchObject({
      variables: [expect.not.objectContaining({ type: expect.anything() })],
    });
  });

  test('has a limit, and says how many there are', async () => {
    const { variables, total } = await list({ matching: 'z', limit: 1 });

    expect([variables.length, total]).toEqual([1, 2]);
  });

  test('refuses a limit that is none', async () => {
    expect(await debug('inspectVariables', { limit: 0 })).toMatchObject({ success: false });
  });

  test('is up to date after a later cell', async () => {
    await kernel.execute('z9 = 41');
    await kernel.execute('const z10 = "ten"');

    expect((await list({ matching: 'z' })).variables).toMatchObject([
      { name: 'z9', typeText: 'number', value: '41' },
      { name: 'z10', typeText: 'string', value: '"ten"' },
    ]);
  });
});

describe('a variable in full', () => {
  test('is shown as the result of a cell would be', async () => {
    await kernel.execute('const houses = Table.fromRows([{ CITY: "Oslo" }])');

    const { body } = await debug('richInspectVariables', { variableName: 'houses' });
    expect(body).toMatchObject({
      data: { 'text/html': expect.stringContaining('Oslo'), 'text/plain': expect.any(String) },
    });
  });

  test('is refused in words when it has no value', async () => {
    expect(await debug('richInspectVariables', { variableName: 'nowhere' })).toMatchObject({
      success: false,
      message: 'No cell has given nowhere a value. Run the cell that does.',
    });
  });
});
