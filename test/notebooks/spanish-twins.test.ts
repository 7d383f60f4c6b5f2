import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import { z } from 'zod';
import { ROOT } from '../support/clone';
import { sourceFiles } from '../support/source-files';

const FOLDER = join(ROOT, 'notebooks');
const cellSchema = z.looseObject({
  cell_type: z.enum(['code', 'markdown']),
  id: z.string(),
  metadata: z.looseObject({ tags: z.array(z.string()).optional() }),
  source: z.array(z.string()).transform((lines) => lines.join('')),
});
const notebookSchema = z.looseObject({ cells: z.array(cellSchema) });
type Cell = z.infer<typeof cellSchema>;

const spanish = sourceFiles(FOLDER, /\.es\.ipynb$/).map((path) => relative(FOLDER, path));

describe.each(spanish)('%s', (name) => {
  const file = join(FOLDER, name.replace(/\.es\.ipynb$/, '.ipynb'));
  const own = cellsOf(join(FOLDER, name));
  const english = existsSync(file) ? cellsOf(file) : [];

  test('has the cells of its English twin, in their order, of the same kinds and with the same tags', () => {
    const shapeOf = ({ id, cell_type, metadata }: Cell) => `${id} ${cell_type} ${metadata.tags?.join() ?? ''}`;

    expect(own.map(shapeOf)).toEqual(english.map(shapeOf));
  });

  test('has headings of the same levels', () => {
    const levelsOf = ({ id, source }: Cell) => `${id} ${(source.match(/^#+ /gm) ?? []).join('')}`;
    const markdown = ({ cell_type }: Cell) => cell_type === 'markdown';

    expect(own.filter(markdown).map(levelsOf)).toEqual(english.filter(markdown).map(levelsOf));
  });

  test('runs the same code: only texts and comments may be other words', () => {
    const code = ({ cell_type }: Cell) => cell_type === 'code';
    const tokensById = (cells: readonly Cell[]) =>
      Object.fromEntries(cells.filter(code).map(({ id, source }) => [id, tokensOf(source)]));

    expect(tokensById(own)).toEqual(tokensById(english));
  });

  test('is translated: no paragraph of its twin stands in it unchanged', () => {
    const paragraphs = (cells: readonly Cell[]) =>
      cells.filter(({ cell_type }) => cell_type === 'markdown').flatMap(({ source }) => source.split(/\n\n+/));
    const words = (text: string) => text.match(/\p{L}{2,}/gu)?.length ?? 0;
    const known = new Set(paragraphs(english));

    const isProse = (text: string) => words(text) > 3 && !text.startsWith('```');

    expect(paragraphs(own).filter((text) => known.has(text) && isProse(text))).toEqual([]);
  });
});

test('every lesson is there in Spanish', () => {
  const lessons = sourceFiles(join(FOLDER, 'lessons'), /^\d-[\w-]+\.ipynb$/).map((path) => relative(FOLDER, path));

  expect(spanish.filter((name) => name.startsWith('lessons/'))).toEqual(
    expect.arrayContaining(lessons.map((name) => name.replace('.ipynb', '.es.ipynb'))),
  );
});

function cellsOf(path: string): readonly Cell[] {
  return notebookSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).cells;
}

/** The code without the words that people read: comments are left out, and a text for people counts as any text. */
function tokensOf(source: string): readonly string[] {
  const tokens: string[] = [];
  const file = ts.createSourceFile('cell.ts', source, ts.ScriptTarget.ESNext, true);
  const visit = (node: ts.Node): void => {
    if (node.getChildCount(file) > 0) node.getChildren(file).forEach(visit);
    else if (node.kind !== ts.SyntaxKind.EndOfFileToken && node.getText(file) !== '') tokens.push(tokenOf(node, file));
  };
  visit(file);
  return tokens;
}

function tokenOf(node: ts.Node, file: ts.SourceFile): string {
  const text = node.getText(file);
  if (ts.isStringLiteral(node) && isForPeople(node)) return '(text)';
  if (!ts.isTemplateLiteralToken(node)) return text;
  return isStatement(node) ? text : '(template)';
}

/** Sentences, the language of a check, and the options of a display that are words. SQL is no sentence. */
function isForPeople(node: ts.StringLiteral): boolean {
  if (['en', 'es'].includes(node.text)) return true;
  if (node.text.includes(' ')) return !/^(select|with|create) /i.test(node.text);
  return ts.isPropertyAssignment(node.parent) && /^(title|label)$/.test(node.parent.name.getText());
}

/** A template with a tag, such as a statement in SQL, is code. */
function isStatement(node: ts.Node): boolean {
  return ts.findAncestor(node, ts.isTaggedTemplateExpression) !== undefined;
}
