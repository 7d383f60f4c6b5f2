import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { runNotebook } from '../../../kernel-helpers/kernel/dist/notebook-runner/run-notebook';
import { PYTHON, ROOT } from '../../support/clone';
import { runToSuccess } from '../../support/run-process';
import { makeTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder';
import { writeNotebook } from '../../support/write-notebook';
import { type InstalledForTest, installForTest } from './support/installed-kernel';

const VIEW = 'application/vnd.jupyter.widget-view+json';
/** The loops are inside functions, because stock tslab finds no `for await` elsewhere. */
const CELLS = [
  "import { progress, show, slider } from 'kernel-helpers';\nconst rooms = slider({ max: 10, label: 'Rooms' });\nshow(rooms);",
  'rooms.value = 4;',
  'async function follow() { for await (const value of rooms) console.log(value); }\nawait follow().catch((error: Error) => error.message)',
  'async function work() { for await (const step of progress([1, 2, 3])) await new Promise((done) => setTimeout(done, 120)); }\nawait work();',
];
const NOBODY = "The slider 'Rooms' cannot be moved by anybody here. Set its value in the code.";

const text = z.union([z.string(), z.array(z.string()).transform((lines) => lines.join(''))]);
const executedSchema = z.object({
  metadata: z.looseObject({}),
  cells: z.array(
    z.object({
      outputs: z.array(z.object({ data: z.record(z.string(), z.unknown()).default({}), text: text.default('') })),
    }),
  ),
});

let installed: InstalledForTest;
let folder: TemporaryFolder;
beforeAll(async () => {
  installed = await installForTest();
  folder = makeTemporaryFolder('widgets');
  symlinkSync(join(ROOT, 'node_modules'), join(folder.path, 'node_modules'));
});
afterAll(() => {
  installed?.remove();
  folder?.close();
});

function executed(path: string) {
  const { metadata, cells } = executedSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  const [shown, , followed, worked] = cells.map(({ outputs }) => outputs);
  return { metadata, slider: shown?.[0]?.data ?? {}, followed: followed?.[0], progress: worked?.at(-1)?.data ?? {} };
}

async function executeByNbclient(kernels: string) {
  const path = join(folder.path, 'shown.ipynb');
  writeNotebook(path, CELLS);
  const env = { ...process.env, JUPYTER_PATH: kernels };
  await runToSuccess(join(dirname(PYTHON), 'jupyter-execute'), ['--inplace', path], { cwd: folder.path, env });
  return executed(path);
}

describe('widgets without a front end', () => {
  test('are text in a notebook that runs without Jupyter, and block no cell', async () => {
    const path = join(folder.path, 'plain.ipynb');
    const output = join(folder.path, 'executed.ipynb');
    writeNotebook(path, CELLS);

    expect(await runNotebook(path, { output })).toBe(0);

    const { slider, followed, progress } = executed(output);
    expect(slider).toEqual({
      'text/html': '<div>Rooms: <b>4</b> (0 to 10)</div>',
      'text/plain': 'Rooms: 4 (0 to 10)',
    });
    expect(followed?.data['text/plain']).toBe(`"${NOBODY}"`);
    expect(progress).toEqual({
      'text/html': '<div><progress max="3" value="3"></progress> Progress: 3 of 3</div>',
      'text/plain': 'Progress: 3 of 3',
    });
  });

  test('are saved by nbclient with all that a page needs to draw them later, but progress only as HTML', async () => {
    const { metadata, slider, followed, progress } = await executeByNbclient(installed.env.JUPYTER_PATH);

    const { model_id } = z.object({ model_id: z.string() }).parse(slider[VIEW]);
    expect(text.parse(slider['text/plain'])).toBe('Rooms: 4 (0 to 10)');
    expect(text.parse(followed?.data['text/plain'])).toBe(`"${NOBODY}"`);
    expect(Object.keys(progress)).toEqual(['text/html', 'text/plain']);
    const widgets = z
      .record(z.string(), z.object({ state: z.record(z.string(), z.unknown()) }))
      .parse(metadata.widgets);
    const { state } = widgets['application/vnd.jupyter.widget-state+json'] ?? {};
    expect(Object.keys(state ?? {})).toEqual([model_id]);
    expect(state).toMatchObject({ [model_id]: { model_module: 'anywidget', state: { value: 4, label: 'Rooms' } } });
  });

  test('are HTML on stock tslab, and block no cell', async () => {
    const kernels = join(folder.path, 'stock');
    const argv = [
      process.execPath,
      join(ROOT, 'node_modules/tslab/bin/tslab'),
      'kernel',
      '--config-path={connection_file}',
    ];
    mkdirSync(join(kernels, 'kernels/tslab'), { recursive: true });
    writeFileSync(
      join(kernels, 'kernels/tslab/kernel.json'),
      JSON.stringify({ argv, display_name: 'TypeScript', language: 'typescript' }),
    );

    const { metadata, slider, followed, progress } = await executeByNbclient(kernels);

    expect(text.parse(slider['text/html'])).toBe('<div>Rooms: <b>4</b> (0 to 10)</div>');
    expect(followed?.text).toContain(NOBODY);
    expect(text.parse(progress['text/html'])).toContain('Progress: 3 of 3');
    expect(metadata).not.toHaveProperty('widgets');
  });
});
