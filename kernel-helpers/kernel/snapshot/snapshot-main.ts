import { statSync } from 'node:fs';
import { startupSnapshot } from 'node:v8';
import type { Converter, ConverterOptions } from 'tslab/dist/converter';
import { PARSED_FILES, ParsedFiles } from './parsed-files';

/** A module that lies in the snapshot, and the file it was built from. */
export interface SnapshotModule {
  readonly filename: string;
  readonly size: number;
  readonly modifiedMs: number;
  readonly exports: unknown;
}

/** What the snapshot is made of. */
export interface SnapshotParts {
  /** The kernel's entry. Entries are loaded from their files at every start. */
  readonly main: string;
  readonly modules: readonly SnapshotModule[];
  readonly createConverter: (options: ConverterOptions) => Converter;
}

/** Cells whose compilation leaves the compiler warm. No completion: it compares words by ICU, which V8 cannot keep. */
const WARM_UP_CELLS = [
  '1 + 1',
  'let rooms = 3; rooms',
  'async function later() { return 1; }\nawait later()',
  // Most notebooks begin so: its declarations are parsed and bound here once, and by no kernel until they change.
  "import { show } from 'kernel-helpers'",
];

/** Runs while the snapshot is built: loads and warms everything up, then says how a kernel goes on from there. */
export function prepareSnapshot(parts: SnapshotParts): void {
  const parsedFiles = new ParsedFiles();
  Object.defineProperty(globalThis, Symbol.for(PARSED_FILES), { value: parsedFiles });
  warmUp(parts.createConverter);
  parsedFiles.stopRecording();
  startupSnapshot.setDeserializeMainFunction(() => startFromSnapshot(parts));
}

function warmUp(createConverter: SnapshotParts['createConverter']): void {
  const converter = createConverter({ isJS: false, isBrowser: false });
  let declarations = '';
  for (const cell of WARM_UP_CELLS) declarations = converter.convert(declarations, cell).declOutput ?? '';
  converter.close();
}

function startFromSnapshot({ main: kernelMain, modules }: SnapshotParts): void {
  const main = process.argv[1] ?? kernelMain;
  // Node.js cannot keep this module in a snapshot, so it is asked for when a kernel starts.
  const { createRequire, Module } = process.getBuiltinModule('node:module');
  const load = createRequire(main);
  // A package that has changed since is loaded from its file, and so is all the rest: they belong together.
  if (modules.every(isUnchanged))
    for (const module of modules) load.cache[module.filename] = asLoaded(new Module(module.filename), module);
  load(main);
}

function isUnchanged({ filename, size, modifiedMs }: SnapshotModule): boolean {
  const found = statSync(filename, { throwIfNoEntry: false });
  return found !== undefined && found.size === size && found.mtimeMs === modifiedMs;
}

function asLoaded(module: NodeModule, { filename, exports }: SnapshotModule): NodeModule {
  module.filename = filename;
  module.loaded = true;
  module.exports = exports;
  return module;
}
