import ts from 'typescript';
import { NotebookCompiler } from '../language/notebook-compiler';
import { keepCompiler } from '../language/snapshot-compiler';
import { LocalFiles } from '../modules/local-files';
import { keepConsoleClass, keepModules, type SnapshotFile, type SnapshotModule } from './snapshot-modules';

/** Compiling these cells warms up the compiler. Completion would use ICU, which V8 cannot keep in a snapshot. */
const WARM_UP_CELLS = [
  '1 + 1',
  'let rooms = 3; rooms',
  'async function later() { return 1; }\nawait later()',
  'rooms = rooms + 1; [rooms].map((room) => room * 2)',
];

/** Most notebooks begin like this: its declarations are parsed and bound once here, and by kernels only after changes. */
const USUAL_IMPORT = "import { show } from 'kernel-helpers'";

/**
 * Runs while the snapshot is built: makes a compiler, with all declarations that cells need, and warms it up.
 * A main function set with `node:v8` would do harm: with that module in the snapshot, Node.js 22 and 24 abort
 * when a worker thread loads `node:net`.
 */
export function prepareSnapshot(modules: readonly SnapshotModule[], files: readonly SnapshotFile[]): void {
  shapeNodes();
  const compiler = new NotebookCompiler({ directory: __dirname, local: new LocalFiles() });
  // These cells count from below, so that a notebook's own may count from 1.
  for (const [index, code] of [USUAL_IMPORT, ...WARM_UP_CELLS].entries()) compiler.compile(-1 - index, code);
  keepCompiler(compiler);
  keepModules(modules, files);
  keepConsoleClass();
}

/**
 * V8 gives all nodes of TypeScript the size that the first seven need (`kSlackTrackingCounterStart` in
 * https://github.com/v8/v8/blob/main/src/objects/map.h). With functions first, a kernel takes 3 MB more than with members
 * of an interface, of which declarations have the most.
 */
function shapeNodes(): void {
  const members = Array.from({ length: 9 }, (_, index) => `m${index}: number;`);
  ts.createSourceFile('first.ts', `interface First { ${members.join(' ')} }`, ts.ScriptTarget.ES2022);
}
