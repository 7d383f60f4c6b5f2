import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { ROOT } from '../support/clone';
import { startLocalAccount, type TestAccount } from '../support/local-account';
import { runToSuccess } from '../support/run-process';
import { sourceFiles } from '../support/source-files';
import { makeTemporaryFolder, type TemporaryFolder } from '../support/temporary-folder';
import { SOLUTIONS } from './support/solutions';

const FOLDER = join(ROOT, 'notebooks', 'lessons');
const LESSONS = sourceFiles(FOLDER, /^\d-[\w-]+\.ipynb$/).map((path) =>
  path.slice(FOLDER.length + 1, -'.ipynb'.length),
);
const EMPTY_ANSWER = 'const answer = undefined;';
const DEADLINE_SECONDS = 180;

const outputSchema = z.looseObject({
  data: z.looseObject({ 'text/plain': z.union([z.string(), z.array(z.string())]).optional() }).optional(),
});
const cellSchema = z.looseObject({
  cell_type: z.string(),
  source: z.union([z.string(), z.array(z.string())]).transform((lines) => [lines].flat().join('')),
  outputs: z.array(outputSchema).optional(),
});
const notebookSchema = z.looseObject({ cells: z.array(cellSchema) });
type Notebook = z.infer<typeof notebookSchema>;
type Cell = Notebook['cells'][number];

let account: TestAccount;
let copy: TemporaryFolder;
beforeAll(async () => {
  account = await startLocalAccount();
  // Beside them lies what they import and train with, as wherever the notebooks are copied to.
  copy = makeTemporaryFolder('lessons', join(ROOT, 'out'));
  cpSync(join(ROOT, 'notebooks'), copy.path, { recursive: true });
});
afterAll(async () => {
  copy?.close();
  await account?.close();
});

test('each lesson has an exercise, and each exercise a solution here', () => {
  expect(LESSONS).toEqual(Object.keys(SOLUTIONS));
});

describe.each(Object.entries(SOLUTIONS))('%s', (lesson, { right, wrong }) => {
  const answers = [right, ...wrong.map(([mistake]) => mistake)];

  test(
    'runs alone from top to bottom; its exercise says kindly that it is not solved, and judges answers without giving the right one away',
    async () => {
      const notebook = readNotebook(join(FOLDER, `${lesson}.ipynb`));
      const check = notebook.cells.findIndex(({ source }) => source.endsWith(EMPTY_ANSWER)) + 2;

      const executed = await run(lesson, withAnswers(notebook, check, answers));

      expect(shownBy(executed.cells[check])).toMatch(/^○ Not solved yet\. .*The notebook goes on without it\.$/);
      const [[, value, ...saidOfRight], ...others] = answers.map((_, index) =>
        executed.cells.slice(check + 1 + index * CELLS_OF_ANSWER).map(shownBy),
      );
      expect(saidOfRight.slice(0, 2)).toEqual([
        expect.stringMatching(/^✓ Right\. /),
        expect.stringMatching(/^✓ Correcto\. /),
      ]);
      others.forEach(([, , english, spanish], index) => {
        expect(english).toMatch(/^✗ Not yet\. /);
        expect(english).toContain(wrong[index][1]);
        expect(spanish).toMatch(/^✗ Todavía no\. /);
        expect(`${english} ${spanish}`).not.toMatch(new RegExp(`\\b${value.replaceAll("'", '')}\\b`));
      });
    },
    DEADLINE_SECONDS * 1_000,
  );

  test('is committed with its exercise unsolved, and with no solution in it', () => {
    const { cells } = readNotebook(join(FOLDER, `${lesson}.ipynb`));

    expect(cells.filter(({ source }) => source.endsWith(EMPTY_ANSWER))).toHaveLength(1);
    expect(cells.filter(({ source }) => source.includes(right))).toEqual([]);
  });
});

/** For each answer: the cell that gives it, one that shows its value, and the check in English and in Spanish. */
const CELLS_OF_ANSWER = 4;

function withAnswers(notebook: Notebook, check: number, answers: readonly string[]): Notebook {
  const codeCell = (source: string): Cell => ({ ...notebook.cells[check], id: undefined, source });
  const { source } = notebook.cells[check];
  const tried = answers.flatMap((answer) => [
    codeCell(`const answer = ${answer};`),
    codeCell('answer'),
    codeCell(source),
    codeCell(source.replace("'en'", "'es'")),
  ]);
  return { ...notebook, cells: notebook.cells.toSpliced(check + 1, 0, ...tried) };
}

async function run(lesson: string, notebook: Notebook): Promise<Notebook> {
  const file = join(copy.path, 'lessons', `${lesson}.ipynb`);
  const output = join(copy.path, 'lessons', `${lesson}.executed.ipynb`);
  writeFileSync(file, JSON.stringify(notebook));
  const program = join(ROOT, 'kernel-helpers', 'bin', 'kernel-helpers.mjs');
  await runToSuccess(process.execPath, [program, 'run', file, '-o', output], {
    cwd: ROOT,
    env: account.env,
    deadlineSeconds: DEADLINE_SECONDS,
  });
  return readNotebook(output);
}

function readNotebook(path: string): Notebook {
  return notebookSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
}

function shownBy({ outputs }: Cell): string {
  return [outputs?.at(-1)?.data?.['text/plain'] ?? ''].flat().join('');
}
