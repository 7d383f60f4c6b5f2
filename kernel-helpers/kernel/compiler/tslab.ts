import Module from 'node:module';
import type { Converter, ConverterOptions } from 'tslab/dist/converter';
import type { ConsoleInterface, ConverterSet, Executor } from 'tslab/dist/executor';
import type { printQuickInfo } from 'tslab/dist/inspect';
import { createTypeScriptForTslab } from './typescript-for-tslab';

/** The parts of tslab 1.0.22 that this kernel uses; it does not use tslab's protocol layer. */
export interface Tslab {
  createConverter(options?: ConverterOptions): Converter;
  createExecutor(rootDirectory: string, converters: ConverterSet, console: ConsoleInterface): Executor;
  printQuickInfo: typeof printQuickInfo;
  /** Gets what a cell gives to tslab's own `display`. */
  redirectDisplay(write: (data: TslabDisplayData, update: boolean | undefined) => void): void;
}

/** What tslab's `display` and `newDisplay` pass on. */
export interface TslabDisplayData {
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly transient?: { readonly display_id?: string };
}

const FORK = '@tslab/typescript-for-tslab';

/** Loads tslab with TypeScript 5.9 in place of its fork. */
export function loadTslab(): Tslab {
  provideModule(FORK, createTypeScriptForTslab());
  const converter: Pick<Tslab, 'createConverter'> = require('tslab/dist/converter.js');
  const executor: Pick<Tslab, 'createExecutor'> = require('tslab/dist/executor.js');
  const inspect: Pick<Tslab, 'printQuickInfo'> = require('tslab/dist/inspect.js');
  const jupyter: { lastWriteDisplayData: unknown } = require('tslab/dist/jupyter.js');
  return {
    createConverter: converter.createConverter,
    createExecutor: executor.createExecutor,
    printQuickInfo: inspect.printQuickInfo,
    redirectDisplay(write) {
      jupyter.lastWriteDisplayData = write;
    },
  };
}

/** Makes `require(name)` in every package return `exports`, without loading the installed module. */
function provideModule(name: string, exports: object): void {
  const filename = require.resolve(name);
  const provided = new Module(filename);
  provided.filename = filename;
  provided.loaded = true;
  provided.exports = exports;
  require.cache[filename] = provided;
}
