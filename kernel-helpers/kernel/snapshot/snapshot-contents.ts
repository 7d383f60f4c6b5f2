import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of the compiled kernel. */
export const DIST = dirname(__dirname);
export const TYPESCRIPT = require.resolve('typescript');

/** Modules that a kernel loads at every start and a snapshot can hold: pure JavaScript without handles or threads. */
export const MODULES = [
  TYPESCRIPT,
  ...[
    'await-checks',
    'cell-file',
    'cell-globals',
    'cell-help',
    'cell-names',
    'cell-options',
    'cell-problems',
    'import-specifiers',
    'jsx-problem',
    'late-documentation',
    'living-program',
    'module-lookup',
    'module-name',
    'notebook-compiler',
    'notebook-words',
    'print-data',
    'print-slots',
    'rewrite-cell',
    'rewrite-imports',
    'rewrite-variables',
    'runtime-modules',
    'runtime-features',
    'runtime-libraries',
    'shared-references',
    'slots',
    'source-files',
    'strictness',
    'typescript-internals',
    'without-exports',
  ].map((name) => join(DIST, `language/${name}.js`)),
  ...['node-conditions', 'node-path', 'package-files'].map((name) => join(DIST, `modules/${name}.js`)),
  require.resolve('kernel-helpers/own-packages'),
  require.resolve('zod'),
  require.resolve('escape-html'),
];

/** All of our own files that may be part of a snapshot: when one changes, the snapshot is out of date. */
export function ownFiles(): readonly string[] {
  const folders = ['language', 'modules', 'snapshot'].map((name) => join(DIST, name));
  const compiled = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.js'))
      .map((name) => join(folder, name)),
  );
  return [
    ...compiled.sort(),
    ...['errors', 'error-code', 'how-installed', 'nearest-name'].map((name) =>
      require.resolve(`kernel-helpers/${name}`),
    ),
  ];
}
