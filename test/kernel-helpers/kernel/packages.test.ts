import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runProcess } from '../../support/run-process';
import { makeTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder';
import { KernelClient } from './support/kernel-client';
import { installPackagesOfEveryForm } from './support/packages-of-every-form';

let folder: TemporaryFolder;
let kernel: KernelClient;
beforeAll(async () => {
  folder = makeTemporaryFolder('packages');
  installPackagesOfEveryForm(folder.path);
  writeFileSync(join(folder.path, 'rows.csv'), 'a,b');
  kernel = await KernelClient.start({ cwd: folder.path });
});
afterAll(async () => {
  await kernel?.close();
  folder?.close();
});

/** The text of the result, or the message of the error. */
async function answerOf(code: string): Promise<unknown> {
  const { error, result, stderr } = await kernel.execute(code);
  return error?.evalue ?? (stderr === '' ? result?.['text/plain'] : stderr);
}

function addressOf(path: string): string {
  return pathToFileURL(join(folder.path, path)).href;
}

test.each([
  [
    'a package with top-level await',
    "import one, { late } from 'waiting-module'; [one(), late.toFixed(1)]",
    "[ 1, '7.0' ]",
  ],
  ['a package that can only be imported', "import { late } from 'only-import'; late.toFixed(1)", "'7.0'"],
  ['its namespace', "import * as waiting from 'waiting-module'; Object.keys(waiting)", "[ 'default', 'late' ]"],
  ['it by import()', "(await import('only-import')).late.toFixed(1)", "'7.0'"],
  ['it by a computed name', "const name = 'only-' + 'import'; (await import(name)).late", '7'],
  [
    'a dual package by import',
    "import { from, ofImport } from 'dual'; const i: 'import' = from; [i, ofImport]",
    "[ 'import', 1 ]",
  ],
  ['a dual package by require', "import dual = require('dual'); const r: 'require' = dual.from; r", "'require'"],
  [
    'values and types by one condition',
    "import { from } from 'by-condition'; const same: 'module-sync' = from; same",
    "'module-sync'",
  ],
  ['the default of CommonJS', "import f from 'one-function'; [f(), f.extra]", "[ 'f', 4 ]"],
  ['names of CommonJS', "import { extra } from 'one-function'; extra", '4'],
  [
    'a compiled module as Node.js gives it',
    "import compiled, { named } from 'compiled-module'; [compiled.default(), named]",
    "[ 'hi', 3 ]",
  ],
  [
    'CommonJS by import =',
    "import f = require('one-function'); const o: f.Options = { a: 1 }; [f(), o]",
    "[ 'f', { a: 1 } ]",
  ],
  ['a module by import =', "import quick = require('quick-module'); quick.now", '5'],
  ['a name that Node.js does not see', "import { hidden } from 'hidden-names'; hidden.toFixed(1)", "'9.0'"],
  ['a namespace with such a name', "import * as all from 'hidden-names'; all.hidden.toFixed(1)", "'9.0'"],
  ['a package without types', "import { a } from 'untyped'; a", '1'],
  ['types from another package', "import { t } from 'typed-apart'; t.toFixed(1)", "'1.0'"],
  ['TypeScript in a package', "import { whole } from 'in-typescript'; whole.toFixed(1)", "'2.0'"],
  ['a linked workspace', "import { sum } from 'linked'; sum.toFixed(1)", "'6.0'"],
  ['a package in the store of pnpm', "import { outer } from 'outer'; outer.toFixed(1)", "'2.0'"],
  ['a package with imports of its own', "import { part } from 'hashed'; part.length", '4'],
  ['JSON', "import data from './data.json'; data.rooms.toFixed(1)", "'3.0'"],
  ['JSON with its attribute', "import data from './data.json' with { type: 'json' }; data.rooms", '3'],
  ['JSON by import()', "(await import('./data.json', { with: { type: 'json' } })).default.rooms", '3'],
  ['JSON of a package', "import about from 'with-json/package.json'; about.version", "'1.2.3'"],
  [
    'the same with its attribute',
    "import about from 'with-json/package.json' with { type: 'json' }; about.version",
    "'1.2.3'",
  ],
  ['an address with its code', "import { a } from 'data:text/javascript,export const a = 1'; a", '1'],
  ['modules of Node.js that have one name only', "import test from 'node:test'; typeof test", "'function'"],
])('a cell imports %s', async (_what, code, result) => {
  expect(await answerOf(code)).toBe(result);
});

test('a cell imports a file by its address', async () => {
  expect(await answerOf(`import { now } from '${addressOf('node_modules/quick-module/i.js')}'; now.toFixed(1)`)).toBe(
    "'5.0'",
  );
});

test('a cell imports modules of Node.js that only this version has, and WebAssembly where Node.js can', async () => {
  const sqlite =
    "import { DatabaseSync } from 'node:sqlite'; new DatabaseSync(':memory:').prepare('select 1 as a').get()?.a";
  const { error, result } = await kernel.execute(sqlite);
  expect(error?.evalue ?? result?.['text/plain']).toBe(
    isBuiltin('node:sqlite')
      ? '1'
      : `1:30 - Cannot find module 'node:sqlite' or its corresponding type declarations. Node.js ${process.versions.node} has no such module.`,
  );

  const program =
    "import('./add.wasm').then(({ add }) => console.log(add(1, 2)), ({ message }) => console.log(message))";
  const { stdout } = await runProcess(process.execPath, ['-e', program], { cwd: folder.path });
  const wasm = await kernel.execute("import { add } from './add.wasm'; add(1, 2)");
  expect(wasm.error?.evalue ?? wasm.result?.['text/plain']).toBe(stdout.trim());
});

describe('require in a cell', () => {
  test.each([
    ['CommonJS', "require('compiled-module').named", '3'],
    ['a dual package', "require('dual').from", "'require'"],
    ['a module', "require('quick-module').now", '5'],
    ['TypeScript', "require('in-typescript').whole", '2'],
    ['JSON', "require('./data.json').rooms", '3'],
  ])('loads %s', async (_what, code, result) => {
    expect(await answerOf(code)).toBe(result);
  });

  test('says what to do with a module that waits', async () => {
    expect(await answerOf("require('waiting-module')")).toContain('Use import() instead.');
  });
});

describe('code that is pasted', () => {
  test('from CommonJS finds module, exports and require.main', async () => {
    const code = `"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.hello = hello;
const path_1 = require("path");
function hello() { return path_1.basename(__dirname) === path_1.basename(path_1.dirname(__filename)); }
module.exports.two = 2;
if (require.main === module) console.log("main", Object.keys(module.exports));
hello()`;
    const { stdout, result, error } = await kernel.execute(code);
    expect([error, stdout, result?.['text/plain']]).toEqual([undefined, "main [ 'hello', 'two' ]\n", 'true']);
  });

  test('from a module makes its own require, __filename and __dirname', async () => {
    const code = `import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
const require = createRequire(import.meta.url);
const __filename = fileURLToPath(import.meta.url);
const __dirname = dirname(__filename);
[require('one-function')(), require.main?.filename === __filename, __dirname === import.meta.dirname]`;
    expect(await answerOf(code)).toBe("[ 'f', true, true ]");
    expect(await answerOf("[require('dual').from, __dirname === process.cwd()]")).toBe("[ 'require', true ]");
  });

  test('may declare what cells find', async () => {
    expect(await answerOf('class module {}\nenum exports { a }\n[new module(), exports.a]')).toBe('[ module {}, 0 ]');
  });
});

describe('import.meta.resolve', () => {
  test.each([
    ["'quick-module'", 'node_modules/quick-module/i.js'],
    ["'dual'", 'node_modules/dual/i.mjs'],
    ["'./data.json'", 'data.json'],
    ["'./not-there.txt'", 'not-there.txt'],
  ])('finds %s in a cell', async (specifier, path) => {
    expect(await answerOf(`import.meta.resolve(${specifier})`)).toBe(`'${addressOf(path)}'`);
  });

  test('knows modules of Node.js, and says what is not there', async () => {
    expect(await answerOf("[import.meta.resolve('fs'), import.meta.resolve('node:fs')]")).toBe(
      "[ 'node:fs', 'node:fs' ]",
    );
    expect(await answerOf("import.meta.resolve('not-there')")).toMatch(
      /^Cannot find package 'not-there' imported from /,
    );
  });

  test.each(['asks.ts', 'asks.mjs'])('finds the same in %s beside the notebook', async (file) => {
    const code = "export const found = ['quick-module', './data.json', 'fs'].map((name) => import.meta.resolve(name));";
    writeFileSync(join(folder.path, file), code);
    expect(await answerOf(`import { found } from './${file}'; found.join()`)).toBe(
      `'${[addressOf('node_modules/quick-module/i.js'), addressOf('data.json'), 'node:fs'].join()}'`,
    );
  });

  test('finds the same in a package', async () => {
    expect(await answerOf("import { own, other } from 'asks-for-others'; [own, other].join()")).toBe(
      `'${[addressOf('node_modules/asks-for-others/i.js'), addressOf('node_modules/dual/i.mjs')].join()}'`,
    );
  });
});

describe('a module that is not there', () => {
  test.each([
    [
      'a package',
      "import 'not-there/part';\nimport { x } from 'not-there/part';",
      'Install it beside the notebook: npm install not-there',
    ],
    [
      'a part of an installed package',
      "import { x } from 'dual/part';",
      'The package dual is installed, but it has no such part.',
    ],
    [
      'a package that can only be required',
      "import { early } from 'only-require';",
      "The package can only be required: require('only-require').",
    ],
    [
      'a package that can only be imported',
      "import late = require('only-import');",
      'The package can only be imported: import … from, or import().',
    ],
    [
      'an import of the nearest package.json',
      "import { x } from '#part';",
      'The nearest package.json lists such names under imports.',
    ],
    [
      'a package as Deno names it',
      "import { z } from 'npm:zod@3';",
      "In Node.js, write 'zod' and install it: npm install zod",
    ],
    [
      'code on the network',
      "import { z } from 'https://esm.sh/zod';",
      'Node.js loads no code from the network. Install the package with npm.',
    ],
    [
      'a file that is no code',
      "import rows from './rows.csv';",
      "Node.js imports only code and JSON. Read the file: readFileSync('./rows.csv', 'utf8'), from 'node:fs'.",
    ],
    ['a module of Bun', "import { Database } from 'bun:sqlite';", 'Cells run in Node.js, which has no such module.'],
    ['a file', "import { x } from './not-there';", "Paths are relative to the notebook's folder."],
    [
      'a name of JSON',
      "import { rooms } from './data.json';",
      'Node.js imports a JSON file as one value. Import it without braces.',
    ],
  ])('is explained: %s', async (_what, code, advice) => {
    expect(await answerOf(code)).toContain(advice);
  });

  test.each([
    ['require', "require('not-' + 'there')"],
    ['require.resolve', "require.resolve('not-there/part')"],
    ['import() of a computed name', "const lost = 'not-there'; await import(lost)"],
    ['import() of a computed part', "await import('not-there' + '/part')"],
    ['import.meta.resolve', "import.meta.resolve('not-there')"],
    ['an import of which only the types are there', "import { typed } from 'not-there'; typed"],
  ])('is explained while the cell runs, without inner names: %s', async (_what, code) => {
    const declared = join(folder.path, 'node_modules/@types/not-there');
    if (code.includes('typed')) {
      mkdirSync(declared, { recursive: true });
      writeFileSync(join(declared, 'package.json'), '{ "name": "@types/not-there", "types": "index.d.ts" }');
      writeFileSync(join(declared, 'index.d.ts'), 'export const typed: number;');
    }
    const { error } = await kernel.execute(code);
    rmSync(declared, { recursive: true, force: true });
    expect(error?.evalue).toContain('Install it beside the notebook: npm install not-there');
    expect(String(error?.traceback)).not.toMatch(/cell-\d|hooks-thread|dist\//);
  });

  test('has no types either, also where this kernel has some for itself', async () => {
    expect(await answerOf("import React from 'react';")).toContain("Cannot find module 'react'");
  });

  test('is also a package whose types are missed by strict checks, and the advice helps', async () => {
    const code = "import { a } from 'untyped'; a";
    expect(await answerOf(`// @strict\n${code}`)).toContain(
      "Could not find a declaration file for module 'untyped'. If npm has its types, install them beside the notebook: npm install @types/untyped. Otherwise write // @ts-ignore above the import.",
    );
    expect(await answerOf(`// @ts-ignore\n${code}`)).toBe('1');
    expect(await answerOf('// @strict: false')).toBeUndefined();
  });

  test('is read where the advice says so', async () => {
    expect(await answerOf("import { readFileSync } from 'node:fs'; readFileSync('./rows.csv', 'utf8')")).toBe("'a,b'");
  });

  test('is required where the advice says so', async () => {
    expect(await answerOf("require('only-require').early")).toBe('3');
  });
});
