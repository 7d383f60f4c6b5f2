import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder';
import { KernelClient } from './support/kernel-client';

let project: TemporaryFolder;
let kernel: KernelClient;
beforeAll(async () => {
  project = makeTemporaryFolder('own-files');
  write({ 'notebooks/readme.txt': '' });
  kernel = await KernelClient.start({ cwd: join(project.path, 'notebooks') });
});
afterAll(async () => {
  await kernel.close();
  project.close();
});

type Files = Readonly<Record<string, string>>;

function write(files: Files): void {
  for (const [name, text] of Object.entries(files)) {
    const file = join(project.path, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

async function resultOf(code: string): Promise<unknown> {
  const { error, result, stderr } = await kernel.execute(code);
  return error?.evalue ?? result?.['text/plain'] ?? stderr;
}

/** A project's own files, and a cell in its folder `notebooks` whose result the kernel shows. */
const PLACES: readonly (readonly [what: string, files: Files, cell: string, result: string])[] = [
  [
    'TypeScript in another folder, by its name without an ending',
    { 'src/rooms.ts': 'export const rooms: number = 3;' },
    "import { rooms } from '../src/rooms'; rooms",
    '3',
  ],
  ['TypeScript by the name of its JavaScript', {}, "import { rooms as r1 } from '../src/rooms.js'; r1", '3'],
  ['TypeScript by its own name', {}, "import { rooms as r2 } from '../src/rooms.ts'; r2", '3'],
  ['an absolute path', {}, 'const { rooms: r3 } = await import(process.cwd() + "/../src/rooms.ts"); r3', '3'],
  [
    'files that import each other and use the values later',
    {
      'src/even.ts':
        "import { isOdd } from './odd';\nexport const isEven = (n: number): boolean => n === 0 || isOdd(n - 1);",
      'src/odd.ts':
        "import { isEven } from './even';\nexport const isOdd = (n: number): boolean => n !== 0 && isEven(n - 1);",
    },
    "import { isEven } from '../src/even'; isEven(10)",
    'true',
  ],
  [
    'a folder with an index',
    {
      'notebooks/idx/index.ts': "export * from './part'; export const whole = 2;",
      'notebooks/idx/part.ts': 'export const part = 1;',
    },
    "import { part, whole } from './idx'; [part, whole]",
    '[ 1, 2 ]',
  ],
  [
    'a folder with a slash, and the folder itself',
    { 'notebooks/here/a.ts': "export { top } from '..';", 'notebooks/index.ts': "export const top = 'top';" },
    "import { part as p2 } from './idx/'; import { top } from '.'; import { top as t2 } from './here/a'; [p2, top, t2]",
    "[ 1, 'top', 'top' ]",
  ],
  [
    '.mts, .cts and .tsx',
    {
      'notebooks/m.mts': 'export const m: string = import.meta.url.slice(-5);',
      'notebooks/c.cts': "import path = require('node:path');\nexport const c: string = path.basename(__filename);",
      'notebooks/x.tsx':
        'declare global { namespace JSX { interface IntrinsicElements { b: object } } }\nconst React = { createElement: (...all: unknown[]) => all };\nexport const x = <b>bold</b>;',
    },
    "import { m } from './m.mts'; import { m as m2 } from './m.mjs'; import { c } from './c.cts'; import { c as c2 } from './c.cjs'; import { x } from './x'; [m, m2, c, c2, x]",
    "[ 'm.mts', 'm.mts', 'c.cts', 'c.cts', [ 'b', null, 'bold' ] ]",
  ],
  [
    'JSON with and without an attribute',
    { 'src/prices.json': '\uFEFF{ "price": 7, "__proto__": { "a": 1 } }' },
    "import prices from '../src/prices.json'; import again from '../src/prices.json' with { type: 'json' }; [prices.price, again.price, Object.keys(prices)]",
    "[ 7, 7, [ 'price', '__proto__' ] ]",
  ],
  [
    'JavaScript, whose types are those of its JSDoc comments',
    {
      'src/area.js': '/** @param {number} a @returns {number} */\nexport function area(a) { return a * a; }',
      'src/half.mjs': 'export const half = (/** @type {number} */ n) => n / 2;',
      'src/twice.cjs': 'exports.twice = (n) => n * 2;',
      'src/plain.js': 'export function plain(a, b) { return [a, b]; }',
    },
    "import { area } from '../src/area.js'; import { half } from '../src/half.mjs'; import { twice } from '../src/twice.cjs'; import { plain } from '../src/plain'; [area(3), half(4), twice(5), plain(1, 2)]",
    '[ 9, 2, 10, [ 1, 2 ] ]',
  ],
  [
    'the types of JavaScript',
    {},
    "import { area as a4 } from '../src/area.js'; a4('3')",
    "1:49 - Argument of type 'string' is not assignable to parameter of type 'number'.",
  ],
  [
    'declarations beside JavaScript',
    {
      'src/told.js': "export const told = 'from js';",
      'src/told.d.ts': 'export declare const told: string;\nexport interface Told { told: string }',
    },
    "import { told, type Told } from '../src/told'; import { told as t5 } from '../src/told.js'; const t: Told = { told }; [t.told, t5]",
    "[ 'from js', 'from js' ]",
  ],
  [
    'an await at the top of a file',
    {
      'src/slow.ts':
        "import { setTimeout } from 'node:timers/promises';\nexport const slow = await setTimeout(5, 'slow');",
    },
    "import { slow } from '../src/slow'; slow",
    "'slow'",
  ],
  [
    'what files export again, under other names too',
    {
      'src/again.ts':
        "export * from './rooms';\nexport { isEven as even } from './even';\nexport * as odds from './odd';\nexport type { Told } from './told';\nexport { default } from './main-export';",
      'src/main-export.ts': 'export default class House { rooms = 4 }',
    },
    "import House, { even, odds, rooms as r6 } from '../src/again'; [new House().rooms, even(2), odds.isOdd(1), r6]",
    '[ 4, true, true, 3 ]',
  ],
  [
    'a file of types only',
    {
      'src/types.ts': 'export interface Room { size: number }',
      'src/uses.ts': "import { Room } from './types';\nexport const room: Room = { size: 8 };",
    },
    "import { Room } from '../src/types'; import { room } from '../src/uses'; const copy: Room = room; copy.size",
    '8',
  ],
  [
    'names with spaces, other letters and per cent',
    {
      'src/my house.ts': "export const a = 'space';",
      'src/größe.ts': "export const b = 'letters';",
      'src/100%25.ts': "export const c = 'per cent';",
      'src/what?v=1.ts': "export const d = 'question';",
      'src/no #1.ts': "export const e = 'hash';",
    },
    "import { a as s1 } from '../src/my house'; import { b as s2 } from '../src/größe'; import { c as s3 } from '../src/100%25'; import { d as s4 } from '../src/what?v=1'; import { e as s5 } from '../src/no #1'; [s1, s2, s3, s4, s5]",
    "[ 'space', 'letters', 'per cent', 'question', 'hash' ]",
  ],
  [
    'a byte-order mark, Windows line ends and a shebang',
    {
      'src/bom.ts': '\uFEFFexport const bom = 1;',
      'src/crlf.ts': '// one\r\nexport const crlf = 2;\r\n',
      'src/script.ts': '#!/usr/bin/env node\nexport const script = 3;',
    },
    "import { bom } from '../src/bom'; import { crlf } from '../src/crlf'; import { script } from '../src/script'; [bom, crlf, script]",
    '[ 1, 2, 3 ]',
  ],
  [
    'import() of a file, also in a file',
    { 'src/late.ts': "export const late = async () => (await import('./rooms')).rooms;" },
    "const { late } = await import('../src/late'); [await late(), (await import('../src/rooms')).rooms]",
    '[ 3, 3 ]',
  ],
  [
    'require, __dirname and __filename, as the types say',
    {
      'src/cjs.ts':
        "const { basename } = require('node:path') as typeof import('node:path');\nexport const names = [basename(__filename), basename(__dirname)];",
    },
    "import { names } from '../src/cjs'; names",
    "[ 'cjs.ts', 'src' ]",
  ],
  [
    'import = require in a file',
    {
      'src/equals.ts':
        "import path = require('node:path');\nimport rooms = require('./rooms');\nexport const equals = [path.basename('/a/b'), rooms.rooms];",
    },
    "import { equals } from '../src/equals'; equals",
    "[ 'b', 3 ]",
  ],
  [
    'enums, namespaces, decorators and parameter properties',
    {
      'src/rich.ts':
        'export enum Kind { Flat, House }\nexport namespace sizes { export const big = 9; }\nexport const enum Fixed { One = 1 }\nfunction mark(value: Function, { name }: ClassDecoratorContext) { (value as any).mark = name; }\n@mark\nexport class Home { constructor(readonly rooms: number) {} }',
    },
    "import { Fixed, Home, Kind, sizes } from '../src/rich'; [Kind[1], sizes.big, Fixed.One, new Home(2).rooms, (Home as any).mark]",
    "[ 'House', 9, 1, 2, 'Home' ]",
  ],
  ['require of a file in a cell', {}, "const { rooms: r7 } = require('../src/rooms'); r7", '3'],
  [
    'the nearest tsconfig.json: paths, baseUrl and what it extends',
    {
      'tsconfig.base.json':
        '{ "compilerOptions": { "paths": { "@lib/*": ["./src/*"], "rooms-of-mine": ["./src/rooms.ts"] } } }',
      'tsconfig.json': '// a comment\n{ "extends": "./tsconfig.base.json", "compilerOptions": { "strict": true, } }',
      'sub/tsconfig.json': '{ "compilerOptions": { "baseUrl": "./code" } }',
      'sub/code/deep.ts': "import { other } from 'other/place';\nexport const deep = other;",
      'sub/code/other/place.ts': "export const other = 'by base';",
      'src/by-path.ts':
        "import { isEven } from '@lib/even';\nimport { rooms } from 'rooms-of-mine';\nexport const byPath = [isEven(4), rooms];",
    },
    "import { byPath } from '@lib/by-path'; import { deep } from '../sub/code/deep'; import { told as t9 } from '@lib/told'; [byPath, deep, t9]",
    "[ [ true, 3 ], 'by base', 'from js' ]",
  ],
  [
    'the nearest tsconfig.json: jsx and decorators',
    {
      'old/tsconfig.json':
        '{ "compilerOptions": { "experimentalDecorators": true, "jsx": "react", "jsxFactory": "h" } }',
      'old/class.ts':
        'function sealed(target: Function) { (target as any).sealed = true; }\n@sealed\nexport class Old {}',
      'old/view.tsx': 'function h(...all: unknown[]) { return all; }\nexport const view = <b>{1}</b>;',
    },
    "import { Old } from '../old/class'; import { view } from '../old/view'; [(Old as any).sealed, view]",
    "[ true, [ 'b', null, 1 ] ]",
  ],
  [
    "a package's own imports, written for TypeScript or for its JavaScript",
    {
      'package.json':
        '{ "imports": { "#lib/*": "./src/*.ts", "#js/*.js": "./src/*.js", "#rooms": { "types": "./src/rooms.ts", "default": "./src/rooms.ts" } } }',
      'src/by-hash.ts':
        "import { rooms } from '#rooms';\nimport { isOdd } from '#lib/odd';\nexport const byHash = [rooms, isOdd(3)];",
    },
    "import { byHash } from '#lib/by-hash'; import { told as t8 } from '#js/told.js'; import { rooms as r8 } from '#js/rooms.js'; import { rooms as r9 } from '#rooms'; [byHash, t8, r8, r9]",
    "[ [ 3, true ], 'from js', 3, 3 ]",
  ],
  [
    'a worker thread of TypeScript that imports TypeScript',
    {
      'src/worker.ts':
        "import { parentPort } from 'node:worker_threads';\nimport { rooms } from './rooms';\nenum Kind { Small = 1 }\nparentPort?.postMessage(rooms + Kind.Small);",
    },
    "import { Worker } from 'node:worker_threads';\nimport { once } from 'node:events';\nconst worker = new Worker('../src/worker.ts'); const [answer] = await once(worker, 'message'); answer",
    '4',
  ],
];

describe("a cell imports the reader's own files:", () => {
  test.each(PLACES)('%s', async (_what, files, cell, result) => {
    write(files);

    expect(await resultOf(cell)).toBe(result);
  });

  test('a folder behind a symbolic link', async () => {
    write({
      'far/away/house.ts': "import { size } from './size';\nexport const house = { size };",
      'far/away/size.ts': 'export const size = 5;',
    });
    symlinkSync(join(project.path, 'far/away'), join(project.path, 'notebooks/near'), 'dir');

    expect(await resultOf("import { house } from './near/house'; house.size")).toBe('5');
  });
});
