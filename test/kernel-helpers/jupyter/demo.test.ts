import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isUserError } from 'kernel-helpers/errors';
import { chooseNotebooks } from '../../../kernel-helpers/jupyter/demo/demo-notebooks';
import { setTheStage } from '../../../kernel-helpers/jupyter/demo/set-the-stage';
import { makeTemporaryFolder } from '../../support/temporary-folder';

const STORY = ['snowflake-load-dataset', 'sagemaker-snowflake-example'];
const clone = makeTemporaryFolder('demo');
const NOTEBOOK = JSON.stringify({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {},
  cells: [
    { cell_type: 'markdown', id: 'a', metadata: {}, source: ['# Title'] },
    {
      cell_type: 'code',
      id: 'b',
      metadata: { tags: ['clean-up'] },
      source: ['1'],
      execution_count: 1,
      outputs: [{ output_type: 'stream', name: 'stdout', text: ['1'] }],
    },
  ],
});

beforeAll(() => {
  for (const folder of ['training', 'lessons', '.ipynb_checkpoints'])
    mkdirSync(join(clone.path, 'notebooks', folder), { recursive: true });
  const names = [...STORY, ...STORY.map((name) => `${name}.es`), 'lessons/1-first-chart', 'lessons/2-shares'];
  for (const name of [...names, '.ipynb_checkpoints/old'])
    writeFileSync(join(clone.path, 'notebooks', `${name}.ipynb`), NOTEBOOK);
  writeFileSync(join(clone.path, 'notebooks/training/train.ts'), 'the script');
  writeFileSync(join(clone.path, 'REAL-ACCOUNTS.md'), 'a page');
});
afterAll(() => clone.close());

function choose(wanted?: string, language: 'en' | 'es' = 'en'): Promise<readonly string[]> {
  return chooseNotebooks({ root: clone.path, language, wanted });
}

async function refusal(work: Promise<unknown>): Promise<string> {
  const thrown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  return isUserError(thrown) ? thrown.message : `no refusal, but ${thrown}`;
}

describe('the notebooks of a demo', () => {
  test('are those of the story in order, in the language that was asked for', async () => {
    expect(await choose()).toEqual(STORY.map((name) => `${name}.ipynb`));
    expect(await choose(undefined, 'es')).toEqual(STORY.map((name) => `${name}.es.ipynb`));
  });

  test.each([
    ['load', 'snowflake-load-dataset.ipynb'],
    ['notebooks/sagemaker-snowflake-example.ipynb', 'sagemaker-snowflake-example.ipynb'],
    ['Shares', 'lessons/2-shares.ipynb'],
  ])('are one alone where %s names it', async (wanted, expected) => {
    expect(await choose(wanted)).toEqual([expected]);
  });

  test.each([
    ['lessons', 'It fits lessons/1-first-chart, lessons/2-shares: write more of the name.'],
    ['snowflake-lod-dataset', 'Did you mean snowflake-load-dataset?'],
    [
      'nothing',
      'The notebooks are lessons/1-first-chart, lessons/2-shares, sagemaker-snowflake-example, snowflake-load-dataset.',
    ],
  ])('are refused with the names that are there for %s', async (wanted, advice) => {
    expect(await refusal(choose(wanted))).toBe(`No notebook was chosen by --notebook ${wanted}. ${advice}`);
  });

  test('play as copies without outputs, beside what they use and link to, and stay as they are', async () => {
    const played = await setTheStage(clone.path, await choose('load'));

    expect(played).toEqual(['out/demo/notebooks/snowflake-load-dataset.ipynb']);
    const copy = JSON.parse(readFileSync(join(clone.path, played[0] ?? ''), 'utf8'));
    expect(copy.cells.map(({ outputs }: { outputs?: unknown }) => outputs)).toEqual([undefined, []]);
    expect(copy.cells[1]).toMatchObject({ execution_count: null, metadata: { tags: ['clean-up'] } });
    expect(readFileSync(join(clone.path, 'out/demo/notebooks/training/train.ts'), 'utf8')).toBe('the script');
    expect(readFileSync(join(clone.path, 'out/demo/REAL-ACCOUNTS.md'), 'utf8')).toBe('a page');
    expect(readFileSync(join(clone.path, 'notebooks/snowflake-load-dataset.ipynb'), 'utf8')).toBe(NOTEBOOK);
  });
});
