import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface SmallPackage {
  /** Besides its name. */
  readonly json: Readonly<Record<string, unknown>>;
  readonly files: Readonly<Record<string, string>>;
}

/** Packages as npm has them, by name: each form of giving code and types, once. */
const PACKAGES: Readonly<Record<string, SmallPackage>> = {
  'only-import': {
    json: { exports: { import: './i.mjs' } },
    files: {
      'i.mjs': 'export const late = await Promise.resolve(7);',
      'i.d.mts': 'export declare const late: number;',
    },
  },
  'only-require': {
    json: { exports: { require: './i.cjs' } },
    files: { 'i.cjs': 'exports.early = 3;', 'i.d.cts': 'export declare const early: number;' },
  },
  'waiting-module': {
    json: { type: 'module', exports: './i.js' },
    files: {
      'i.js': 'export const late = await Promise.resolve(7); export default () => 1;',
      'i.d.ts': 'export declare const late: number; export default function one(): number;',
    },
  },
  'quick-module': {
    json: { type: 'module', exports: './i.js' },
    files: {
      'i.js': 'export const now = 5; export default 6;',
      'i.d.ts': 'export declare const now: number; declare const six: 6; export default six;',
    },
  },
  dual: {
    json: {
      exports: {
        import: { types: './i.d.mts', default: './i.mjs' },
        require: { types: './i.d.cts', default: './i.cjs' },
      },
    },
    files: {
      'i.mjs': "export const from = 'import'; export const ofImport = 1;",
      'i.d.mts': "export declare const from: 'import'; export declare const ofImport: number;",
      'i.cjs': "exports.from = 'require'; exports.ofRequire = 1;",
      'i.d.cts': "export declare const from: 'require'; export declare const ofRequire: number;",
    },
  },
  'by-condition': {
    json: { exports: { node: { 'module-sync': './s.mjs', default: './n.cjs' }, default: './d.mjs' } },
    files: {
      's.mjs': "export const from = 'module-sync';",
      's.d.mts': "export declare const from: 'module-sync';",
      'n.cjs': "exports.from = 'node';",
      'n.d.cts': "export declare const from: 'node';",
      'd.mjs': "export const from = 'default';",
      'd.d.mts': "export declare const from: 'default';",
    },
  },
  'compiled-module': {
    json: { main: 'i.js', types: 'i.d.ts' },
    files: {
      'i.js':
        "Object.defineProperty(exports, '__esModule', { value: true }); exports.default = () => 'hi'; exports.named = 3;",
      'i.d.ts': 'export default function hi(): string; export declare const named: number;',
    },
  },
  'one-function': {
    json: { main: 'i.js', types: 'i.d.ts' },
    files: {
      'i.js': "function f() { return 'f'; } f.extra = 4; module.exports = f;",
      'i.d.ts':
        'declare function f(): string; declare namespace f { const extra: number; interface Options { a: number } } export = f;',
    },
  },
  'hidden-names': {
    json: { main: 'i.js', types: 'i.d.ts' },
    files: {
      'i.js': "module.exports = Object.assign({}, { ['hid' + 'den']: 9 });",
      'i.d.ts': 'export declare const hidden: number;',
    },
  },
  untyped: { json: { main: 'i.js' }, files: { 'i.js': 'exports.a = 1;' } },
  'typed-apart': { json: { main: 'i.js' }, files: { 'i.js': 'exports.t = 1;' } },
  '@types/typed-apart': { json: { types: 'i.d.ts' }, files: { 'i.d.ts': 'export declare const t: number;' } },
  'in-typescript': {
    json: { main: 'src/index.ts' },
    files: {
      'src/index.ts': "import { part } from './part'; export const whole: number = part + 1;",
      'src/part.ts': 'export const part: number = 1;',
    },
  },
  hashed: {
    json: { type: 'module', exports: './i.js', imports: { '#part': { node: './node.js', default: './other.js' } } },
    files: {
      'i.js': "export { part } from '#part';",
      'i.d.ts': "export { part } from '#part';",
      'node.js': "export const part = 'node';",
      'node.d.ts': 'export declare const part: string;',
    },
  },
  'with-json': { json: { version: '1.2.3', main: 'i.js' }, files: { 'i.js': '' } },
  'asks-for-others': {
    json: { type: 'module', exports: './i.js' },
    files: {
      'i.js': "export const own = import.meta.resolve('./i.js'); export const other = import.meta.resolve('dual');",
      'i.d.ts': 'export declare const own: string; export declare const other: string;',
    },
  },
  'never-ready': {
    json: { type: 'module', exports: './i.js' },
    files: {
      'i.js': "console.log('started'); await new Promise(() => {}); export const x = 1;",
      'i.d.ts': 'export declare const x: number;',
    },
  },
};

/** A workspace's package lies beside the notebook, and pnpm's in a store; both are linked from `node_modules`. */
const LINKED: Readonly<Record<string, SmallPackage>> = {
  'workspace/part': {
    json: { name: 'linked', main: 'src/index.ts' },
    files: {
      'src/index.ts':
        "import { part } from './part'; import { now } from 'quick-module'; export const sum: number = part + now;",
      'src/part.ts': 'export const part: number = 1;',
    },
  },
  'node_modules/.pnpm/outer@1/node_modules/outer': {
    json: { name: 'outer', main: 'i.js', types: 'i.d.ts' },
    files: {
      'i.js': "exports.outer = require('inner').inner + 1;",
      'i.d.ts': "import { Inner } from 'inner'; export declare const outer: Inner;",
    },
  },
  'node_modules/.pnpm/inner@1/node_modules/inner': {
    json: { name: 'inner', main: 'i.js', types: 'i.d.ts' },
    files: { 'i.js': 'exports.inner = 1;', 'i.d.ts': 'export type Inner = number; export declare const inner: Inner;' },
  },
};

const LINKS: Readonly<Record<string, string>> = {
  'node_modules/linked': 'workspace/part',
  'node_modules/outer': 'node_modules/.pnpm/outer@1/node_modules/outer',
  'node_modules/.pnpm/outer@1/node_modules/inner': 'node_modules/.pnpm/inner@1/node_modules/inner',
};

/** A module of WebAssembly that exports `add`. */
const ADD_WASM = '0061736d0100000001070160027f7f017f030201000707010361646400000a09010700200020016a0b';

/** Writes all of them below a folder, as `npm install` would. */
export function installPackagesOfEveryForm(folder: string): void {
  for (const [name, { json, files }] of Object.entries(PACKAGES)) {
    writePackage(join(folder, 'node_modules', name), { json: { name, version: '1.0.0', ...json }, files });
  }
  for (const [path, one] of Object.entries(LINKED)) writePackage(join(folder, path), one);
  for (const [link, target] of Object.entries(LINKS)) symlinkSync(join(folder, target), join(folder, link));
  writeFileSync(join(folder, 'add.wasm'), Buffer.from(ADD_WASM, 'hex'));
  writeFileSync(join(folder, 'data.json'), '{ "rooms": 3 }');
}

function writePackage(folder: string, { json, files }: SmallPackage): void {
  for (const [path, text] of Object.entries({ ...files, 'package.json': JSON.stringify(json) })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
