import { dirname, join } from 'node:path';

/** The folder of the compiled kernel. */
export const DIST = dirname(__dirname);
export const TYPESCRIPT = require.resolve('typescript');
/** Replaces tslab's fork of TypeScript. */
export const SHIM = join(DIST, 'compiler/typescript-for-tslab.js');

/** Modules that a kernel loads at every start and a snapshot can hold: pure JavaScript without handles or threads. */
export const MODULES = [
  TYPESCRIPT,
  SHIM,
  ...[
    'cell-file',
    'cell-program',
    'cell-transformers',
    'compiler-system',
    'emitted-declarations',
    'emitted-maps',
    'first-values',
    'interrupt-checks',
    'module-resolution',
    'notebook-words',
    'own-place',
    'shorthand-properties',
    'strictness',
  ].map((name) => join(DIST, `compiler/${name}.js`)),
  ...['converter', 'inspect', 'metadata', 'tspath', 'util'].map((name) => require.resolve(`tslab/dist/${name}.js`)),
  require.resolve('kernel-helpers/own-packages'),
  require.resolve('zod'),
  require.resolve('escape-html'),
];
