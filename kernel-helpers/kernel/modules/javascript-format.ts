import ts from 'typescript';

const OPTIONS: ts.CompilerOptions = {
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
};

/** Whether JavaScript is an ES module for Node.js: by its ending, its package, or the way it is written. */
export function isEsModule(file: string, text: string): boolean {
  if (file.endsWith('.cjs')) return false;
  if (ts.getImpliedNodeFormatForFile(file, undefined, ts.sys, OPTIONS) === ts.ModuleKind.ESNext) return true;
  return ts.isExternalModule(ts.createSourceFile(file, text, ts.ScriptTarget.ES2022));
}
