import type { Converter, ConverterOptions } from 'tslab/dist/converter';
import { PARSED_FILES, ParsedFiles } from '../compiler/parsed-files';
import { keepModules, type SnapshotModule } from './snapshot-modules';

/** The parts of the snapshot. */
export interface SnapshotParts {
  readonly modules: readonly SnapshotModule[];
  readonly createConverter: (options: ConverterOptions) => Converter;
}

/** Compiling these cells warms up the compiler. Completion would use ICU, which V8 cannot keep in a snapshot. */
const WARM_UP_CELLS = [
  '1 + 1',
  'let rooms = 3; rooms',
  'async function later() { return 1; }\nawait later()',
  // Most notebooks begin like this: its declarations are parsed and bound once here, and by kernels only after changes.
  "import { show } from 'kernel-helpers'",
];

/**
 * Runs while the snapshot is built: loads and warms up everything. A kernel that starts from it runs its usual entry.
 * A main function set with `node:v8` would do harm: with that module in the snapshot, Node.js 22 and 24 abort
 * when a worker thread loads `node:net`.
 */
export function prepareSnapshot({ modules, createConverter }: SnapshotParts): void {
  const parsedFiles = new ParsedFiles();
  Object.defineProperty(globalThis, Symbol.for(PARSED_FILES), { value: parsedFiles });
  warmUp(createConverter);
  parsedFiles.stopRecording();
  keepModules(modules);
}

function warmUp(createConverter: SnapshotParts['createConverter']): void {
  const converter = createConverter({ isJS: false, isBrowser: false });
  let declarations = '';
  for (const cell of WARM_UP_CELLS) declarations = converter.convert(declarations, cell).declOutput ?? '';
  converter.close();
}
