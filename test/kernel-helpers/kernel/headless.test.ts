import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PYTHON } from '../../support/clone';
import { type ProcessResult, runProcess } from '../../support/run-process';
import { makeTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder';
import { writeNotebook } from '../../support/write-notebook';
import { type InstalledForTest, installForTest } from './support/installed-kernel';

let installed: InstalledForTest;
let folder: TemporaryFolder;
beforeAll(async () => {
  installed = await installForTest();
  folder = makeTemporaryFolder('headless');
  writeNotebook(join(folder.path, 'passes.ipynb'), ['# All is well', 'const rooms = 3;', 'rooms * 2']);
  for (const [name, { cell }] of Object.entries(FAILING)) {
    writeNotebook(join(folder.path, `${name}.ipynb`), ['# What fails', 'const rooms = 3;', cell, '"never"']);
  }
}, 60_000);
afterAll(() => {
  installed?.remove();
  folder?.close();
});

/** Cells that fail, each with the text that every program must show: the cell, the line and the error. */
const FAILING = {
  throws: {
    cell: "function load() {\n  throw new Error('no model', { cause: new RangeError('no rows') });\n}\nload();",
    told: `Error: no model
  2 |   throw new Error('no model', { cause: new RangeError('no rows') });
              ^
    at load (Cell [2]:2:9)
    at Cell [2]:4:1
Caused by: RangeError: no rows
  2 |   throw new Error('no model', { cause: new RangeError('no rows') });
                                             ^
    at load (Cell [2]:2:40)
    at Cell [2]:4:1`,
  },
  miscompiles: {
    cell: '\nconst text: string = rooms;',
    told: `Type 'number' is not assignable to type 'string'.
  2 | const text: string = rooms;
            ^^^^
    at Cell [2]:2:7`,
  },
  exits: {
    cell: 'process.exit(0);',
    told: `ProcessExit: process.exit(0) ended the kernel, and its variables are gone. Run the notebook again from the top.
  1 | process.exit(0);
              ^
    at Cell [2]:1:9`,
  },
} as const;
const FAILURES = Object.entries(FAILING).map(([name, { told }]) => ({ name, told }));

/** Runs a program of `.venv` beside the notebooks, as from an activated environment. */
async function run(program: string, args: readonly string[]): Promise<ProcessResult & { readonly output: string }> {
  const programs = dirname(PYTHON);
  const env = { ...process.env, ...installed.env, PATH: `${programs}:${process.env.PATH}`, PYTHONWARNINGS: 'ignore' };
  const result = await runProcess(join(programs, program), args, { cwd: folder.path, env });
  return { ...result, output: stripVTControlCharacters(`${result.stdout}${result.stderr}`) };
}

function outputsOf(name: string) {
  const { cells } = JSON.parse(readFileSync(join(folder.path, name), 'utf8'));
  return cells.flatMap(({ outputs = [] }: { outputs?: unknown[] }) => outputs);
}

describe('nbclient', () => {
  test('executes a notebook, goes on after an expected error and keeps every line of output', async () => {
    const cells = [
      { source: 'throw new TypeError("expected");', tags: ['raises-exception'] },
      { source: 'for (let i = 0; i < 3000; i++) console.log(i);', tags: [] },
      { source: '"after"', tags: [] },
    ].map(({ source, tags }, index) => {
      return { cell_type: 'code', id: `c${index}`, metadata: { tags }, source, outputs: [], execution_count: null };
    });
    const kernelspec = { name: 'tslab', display_name: 'TypeScript', language: 'typescript' };
    const notebook = { nbformat: 4, nbformat_minor: 5, metadata: { kernelspec }, cells };
    writeFileSync(join(folder.path, 'expected.ipynb'), JSON.stringify(notebook));

    const { exitCode } = await run('jupyter-execute', ['--inplace', 'expected.ipynb']);

    expect(exitCode).toBe(0);
    const outputs = outputsOf('expected.ipynb');
    expect(outputs[0]).toMatchObject({ output_type: 'error', ename: 'TypeError', evalue: 'expected' });
    const lines = outputs.flatMap(({ text = [] }: { text?: string[] }) => text);
    expect(lines.join('')).toBe(Array.from({ length: 3000 }, (_, index) => `${index}\n`).join(''));
    expect(outputs.at(-1)).toMatchObject({ output_type: 'execute_result', data: { 'text/plain': ["'after'"] } });
  });

  test('fails notebooks that throw, do not compile or exit, each with the right text', async () => {
    const runs = await Promise.all(FAILURES.map(({ name }) => run('jupyter-execute', [`${name}.ipynb`])));

    expect(runs.map(({ exitCode }) => exitCode)).toEqual([1, 1, 1]);
    for (const [index, { told }] of FAILURES.entries()) expect(runs[index]?.output).toContain(told);
  });
});

describe('nbconvert', () => {
  test('executes a notebook into a page', async () => {
    const { exitCode } = await run('jupyter-nbconvert', ['--to', 'html', '--execute', 'passes.ipynb']);

    expect(exitCode).toBe(0);
    expect(readFileSync(join(folder.path, 'passes.html'), 'utf8')).toMatch(/<pre>6<\/pre>/);
  });

  test('fails a notebook that throws, with the right text', async () => {
    const { exitCode, output } = await run('jupyter-nbconvert', ['--to', 'notebook', '--execute', 'throws.ipynb']);

    expect(exitCode).toBe(1);
    expect(output).toContain(FAILING.throws.told);
  });
});

describe('nbmake', () => {
  test('passes the notebook without errors, and fails the others, each with the right text', async () => {
    const names = ['passes', ...Object.keys(FAILING)];
    const notebooks = names.map((name) => `${name}.ipynb`);

    const { exitCode, output } = await run('pytest', ['--nbmake', '-p', 'no:cacheprovider', ...notebooks]);

    expect(exitCode).toBe(1);
    for (const { told } of FAILURES) expect(output).toContain(told);
    expect(output).toContain('3 failed, 1 passed');
    expect(output).not.toContain('FAILED passes.ipynb');
  });
});

describe('papermill', () => {
  test('fails notebooks that throw, do not compile or exit, each with the right text, and saves them', async () => {
    const runs = await Promise.all(
      FAILURES.map(({ name }) => run('papermill', [`${name}.ipynb`, `${name}-out.ipynb`])),
    );

    expect(runs.map(({ exitCode }) => exitCode)).toEqual([1, 1, 1]);
    for (const [index, { name, told }] of FAILURES.entries()) {
      expect(runs[index]?.output).toContain(`Exception encountered at "In [2]":\n${told}`);
      expect(outputsOf(`${name}-out.ipynb`)).toMatchObject([{ output_type: 'error' }]);
    }
  });
});
