import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import { ROOT } from '../support/clone';
import { sourceFiles } from '../support/source-files';

const FOLDER = join(ROOT, 'notebooks');
/** Every notebook, in every language; a notebook that a lesson runs is no lesson. */
const NOTEBOOKS = sourceFiles(FOLDER, /\.ipynb$/)
  .map((path) => relative(FOLDER, path).replace(/\.ipynb$/, ''))
  .filter((name) => !name.startsWith('lessons/scheduled/'));
const maxCellsOf = (name: string): number => (name.startsWith('lessons/') ? 25 : 40);
const MAX_CODE_LINES = 10;
const MAX_OUTPUT_BYTES = 30_000;

interface Output {
  readonly output_type: string;
  readonly name?: string;
}

interface Cell {
  readonly cell_type: 'code' | 'markdown';
  readonly source: readonly string[];
  readonly metadata?: { readonly tags?: readonly string[] };
  readonly execution_count?: number | null;
  readonly outputs?: readonly Output[];
}

interface Notebook {
  readonly cells: readonly Cell[];
  readonly metadata: { readonly kernelspec: { readonly name: string; readonly language: string } };
}

function readNotebook(name: string): Notebook {
  return JSON.parse(readFileSync(join(FOLDER, `${name}.ipynb`), 'utf8'));
}

describe('the notebook that costs money', () => {
  const cells = readNotebook('sagemaker-snowflake-example').cells.filter((cell) => cell.cell_type === 'code');
  const sources = cells.map(({ source }) => source.join(''));
  const first = (text: string) => sources.findIndex((source) => source.includes(text));

  test('connects and takes its rows before it deploys, so that a failing connection costs no endpoint', () => {
    expect(first('connect();')).toBeGreaterThan(-1);
    expect(first('connect();')).toBeLessThan(first('.deploy('));
    expect(first('snowflake.sql')).toBeLessThan(first('.deploy('));
  });

  test('cleans up in a cell that needs no other cell, before anything else is closed', () => {
    const cleaning = first('cleanUp();');

    expect(sources[cleaning]).toBe("import { cleanUp } from 'kernel-helpers';\n\nawait cleanUp();");
    expect(cells[cleaning].metadata?.tags).toEqual(['clean-up']);
    expect(first('snowflake.close()')).toBeGreaterThan(cleaning);
  });
});

describe.each(NOTEBOOKS)('%s', (name) => {
  const notebook = readNotebook(name);
  const codeCells = notebook.cells.filter((cell) => cell.cell_type === 'code');

  test('opens on the tslab kernel', () => {
    expect(notebook.metadata.kernelspec).toMatchObject({ name: 'tslab', language: 'typescript' });
  });

  test('writes `{ name: name }` for names of earlier cells, because stock tslab loses them in `{ name }`', () => {
    const shorthand = codeCells.flatMap((cell) => {
      const file = ts.createSourceFile('cell.ts', cell.source.join(''), ts.ScriptTarget.ESNext, true);
      const found: string[] = [];
      const visit = (node: ts.Node): void => {
        if (ts.isShorthandPropertyAssignment(node)) found.push(node.getText());
        ts.forEachChild(node, visit);
      };
      visit(file);
      return found;
    });

    expect(shorthand).toEqual([]);
  });

  test('is short: few cells, few lines in each', () => {
    expect(notebook.cells.length).toBeLessThanOrEqual(maxCellsOf(name));
    for (const cell of codeCells) expect(cell.source.length).toBeLessThanOrEqual(MAX_CODE_LINES);
  });

  test('has a sentence before each code cell', () => {
    notebook.cells.forEach((cell, index) => {
      if (cell.cell_type === 'code') expect(notebook.cells[index - 1]?.cell_type).toBe('markdown');
    });
  });

  test('is saved with the outputs of one clean run', () => {
    expect(codeCells.map((cell) => cell.execution_count)).toEqual(codeCells.map((_, index) => index + 1));
    const outputs = codeCells.flatMap((cell) => cell.outputs ?? []);
    expect(outputs.filter((output) => output.output_type === 'error' || output.name === 'stderr')).toEqual([]);
  });

  test('links to headings that are there', () => {
    const text = notebook.cells.flatMap(({ source }) => source).join('');
    for (const [, file, anchor] of text.matchAll(/\]\(((?:\.\.\/)+[\w-]+\.md)#([\w-]+)\)/g)) {
      const page = readFileSync(join(FOLDER, dirname(name), file), 'utf8');
      const headings = [...page.matchAll(/^#+ (.+)$/gm)].map(([, title]) => title.toLowerCase().replaceAll(' ', '-'));
      expect(headings).toContain(anchor);
    }
  });

  test('keeps each output small', () => {
    for (const output of codeCells.flatMap((cell) => cell.outputs ?? [])) {
      expect(JSON.stringify(output).length).toBeLessThanOrEqual(MAX_OUTPUT_BYTES);
    }
  });

  test('holds nothing of the machine that ran it', () => {
    const text = JSON.stringify(notebook);
    for (const trace of [/127\.0\.0\.1/, /localhost/, /\/(home|root|Users|tmp|work)\//, /arn:aws/, /\b\d{12}\b/]) {
      expect(text).not.toMatch(trace);
    }
  });
});
