import { dirname, join } from 'node:path';
import ts from 'typescript';
import { modulesWithoutChecker } from '../language/modules-without-checker';
import { LocalFiles } from '../modules/local-files';
import type { Notebook } from '../notebook-runner/notebook-file';
import { type CodeOfScript, type FileBesideScript, type NotebookCell, parseCode, readCells } from './notebook-cell';
import { repeatedNames } from './repeated-names';
import { scriptCell } from './script-cell';
import { scriptHead } from './script-head';
import { importedValues, ScriptImports } from './script-imports';

export interface ExportedNotebook {
  readonly script: string;
  /** The text of more files by name, which belong beside the script: the notebook's `@module` cells. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * A notebook as a script in TypeScript that Node.js 22.18 or newer runs. Markdown stays as comments, and what a cell
 * shows last is only computed. `file` is the notebook's path, from which its imports are found.
 */
export function exportNotebook(notebook: Notebook, file: string): ExportedNotebook {
  const folder = dirname(file);
  const cells = readCells(notebook);
  const files = cells.filter((cell): cell is FileBesideScript => cell.kind === 'file');
  const onDisk = new LocalFiles();
  for (const { name, text } of files) onDisk.put(join(folder, name), text);
  const codes = cells.filter((cell): cell is CodeOfScript => cell.kind === 'code');
  const repeated = repeatedNames(codes);
  const values = importedValues(codes.map(({ code }) => code).join('\n;\n'));
  const imports = new ScriptImports({ folder, local: modulesWithoutChecker(onDisk), values, repeated });
  const declared = new Set<string>();
  const texts = cells.flatMap((cell) => textsOf(cell, declared, imports, repeated));
  const body = texts.join('\n\n');
  const parsed = parseCode(body);
  const isModule = parsed.statements.some((one) => ts.isImportDeclaration(one) || ts.isExportDeclaration(one));
  const script = [...scriptHead(parsed, file), body, ...(isModule ? [] : ['export {};'])].join('\n\n');
  return { script: `${script}\n`, files: Object.fromEntries(files.map(({ name, text }) => [name, `${text}\n`])) };
}

function textsOf(
  cell: NotebookCell,
  declared: Set<string>,
  imports: ScriptImports,
  repeated: ReadonlySet<string>,
): readonly string[] {
  if (cell.kind === 'comment') return [cell.text];
  if (cell.kind === 'file') return [`// The module of this cell is beside this script: ${cell.name}`];
  const first = [...cell.names].filter(([name, { value }]) => value && repeated.has(name) && !declared.has(name));
  for (const [name] of first) declared.add(name);
  const text = scriptCell(cell, imports, repeated);
  if (first.length === 0) return text === '' ? [] : [text];
  const variables = `let ${first.map(([name]) => `${name}: any`).join(', ')}; // for all cells`;
  const types = first.filter(([, { type }]) => type !== undefined).map(([name]) => `type ${name} = any;`);
  return [[variables, ...types, text].join('\n')];
}
