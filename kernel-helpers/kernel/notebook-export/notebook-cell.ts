import ts from 'typescript';
import { adviseOnMagics } from '../cells/magic-advice';
import { type DeclaredNames, namesDeclaredIn } from '../language/cell-names';
import { moduleNameOf } from '../language/module-name';
import { withoutExports } from '../language/without-exports';
import { hasTag, type Notebook } from '../notebook-runner/notebook-file';
import { asComment } from './text-edits';

/** What a cell of the notebook is in the script. */
export type NotebookCell = CodeOfScript | CommentOfScript | FileBesideScript;

export interface CodeOfScript {
  readonly kind: 'code';
  readonly code: string;
  readonly file: ts.SourceFile;
  readonly names: DeclaredNames;
  /** The notebook expects that it throws, and goes on. */
  readonly mayThrow: boolean;
}

export interface CommentOfScript {
  readonly kind: 'comment';
  readonly text: string;
}

/** A cell that calls itself a module, as in tslab: `@module name` at its beginning. */
export interface FileBesideScript {
  readonly kind: 'file';
  /** With the ending .ts. */
  readonly name: string;
  readonly text: string;
}

/** Cells in the order of the notebook. Raw cells and empty ones are left out, as nbconvert does. */
export function readCells(notebook: Notebook): readonly NotebookCell[] {
  return notebook.cells.flatMap((cell): readonly NotebookCell[] => {
    const source = typeof cell.source === 'string' ? cell.source : cell.source.join('');
    if (source.trim() === '' || cell.cell_type === 'raw') return [];
    if (cell.cell_type === 'markdown') return [{ kind: 'comment', text: asComment(source) }];
    if (hasTag(cell, 'skip-execution')) return [leftOut(source, 'The notebook skips this cell:')];
    const name = moduleNameOf(source);
    return name === undefined
      ? [readCode(source, hasTag(cell, 'raises-exception'))]
      : [{ kind: 'file', name: `${name}.ts`, text: source }];
  });
}

function readCode(source: string, mayThrow: boolean): NotebookCell {
  const code = withoutExports(source);
  const file = parseCode(code);
  if (!isWellFormed(code)) {
    const advice = adviseOnMagics(source);
    return leftOut(source, `This cell is not valid TypeScript.${advice === undefined ? '' : ` ${advice}`}`);
  }
  return { kind: 'code', code, file, names: namesDeclaredIn(file), mayThrow };
}

export function parseCode(code: string): ts.SourceFile {
  return ts.createSourceFile('cell.ts', code, ts.ScriptTarget.ESNext, true, ts.ScriptKind.TS);
}

function isWellFormed(code: string): boolean {
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ESNext };
  return ts.transpileModule(code, { reportDiagnostics: true, compilerOptions }).diagnostics?.length === 0;
}

function leftOut(source: string, why: string): CommentOfScript {
  return { kind: 'comment', text: asComment(`${why}\n${source}`) };
}
