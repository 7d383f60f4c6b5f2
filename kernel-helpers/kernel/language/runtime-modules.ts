import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import ts from 'typescript';
import type { SourceFileInternals } from './typescript-internals';

/** What Node.js can load and TypeScript cannot look into; whether this Node.js can, it says itself. */
const WITHOUT_TYPES = ['*.wasm', '*.node', 'data:*'];

/** Modules that are there when the program runs, and have no types: cells may import them, and all names are `any`. */
export class RuntimeModules {
  private readonly names = new Set(WITHOUT_TYPES);
  readonly fileName: string;

  constructor(directory: string) {
    this.fileName = join(directory, '.runtime-modules.d.ts');
  }

  get file(): SourceFileInternals {
    const text = [...this.names].map((name) => `declare module '${name}';\n`).join('');
    return ts.createSourceFile(this.fileName, text, ts.ScriptTarget.ES2022, true) as SourceFileInternals;
  }

  /** Takes the modules of this Node.js that `@types/node` does not know; true when there are new ones. */
  takeUnknown(specifiers: readonly string[], checker: ts.TypeChecker): boolean {
    const builtins = specifiers.filter((name) => isBuiltin(name) && !this.names.has(name));
    if (builtins.length === 0) return false;
    const known = new Set(checker.getAmbientModules().map(({ name }) => name));
    const unknown = builtins.filter((name) => !known.has(`"${name}"`));
    for (const name of unknown) this.names.add(name);
    return unknown.length > 0;
  }
}
