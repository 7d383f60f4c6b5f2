import type { NotebookCompiler } from './notebook-compiler';

/** Under this symbol a process that was started from a snapshot finds the compiler that lies in it. */
const COMPILER = Symbol.for('tslab-kernel.snapshot-compiler');

/** Called while the snapshot is built. */
export function keepCompiler(compiler: NotebookCompiler): void {
  Object.defineProperty(globalThis, COMPILER, { value: compiler, configurable: true });
}

/** The compiler of the snapshot that this process was started from; undefined after a plain start. */
export function compilerOfSnapshot(): NotebookCompiler | undefined {
  return (globalThis as { [COMPILER]?: NotebookCompiler })[COMPILER];
}

/** Called when a file that lies in the snapshot has changed since. */
export function forgetCompiler(): void {
  Reflect.deleteProperty(globalThis, COMPILER);
}
