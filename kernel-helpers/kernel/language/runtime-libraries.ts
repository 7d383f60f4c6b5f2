import ts from 'typescript';
import { RUNTIME_FEATURES } from './runtime-features';

/** TypeScript's libraries that describe the JavaScript of this Node.js. */
export function librariesOfThisNode(): string[] {
  const newer = RUNTIME_FEATURES.filter((name) => /^es\w+\./.test(name));
  return ['es2023', ...newer].map((name) => `lib.${name}.d.ts`);
}

/** The syntax of cells; a newer one than ES2022 changes only which flags a regular expression may have. */
export const CELL_SYNTAX = RUNTIME_FEATURES.includes('es2024.regexp') ? ts.ScriptTarget.ES2024 : ts.ScriptTarget.ES2022;
