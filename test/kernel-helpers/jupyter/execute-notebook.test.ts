import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { jupyterEnvironment } from '../../../kernel-helpers/jupyter/jupyter-environment';
import { executeNotebook } from '../../../kernel-helpers/jupyter/notebooks/execute-notebook';
import { ROOT } from '../../support/clone';
import { processesOf } from '../../support/processes-of';
import { makeTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder';
import { type CellSource, writeNotebook } from '../../support/write-notebook';

let folder: TemporaryFolder;
let said: string[];
beforeEach(() => {
  folder = makeTemporaryFolder('notebook');
  said = [];
});
afterEach(() => folder.close());

describe('executing a notebook', () => {
  test('runs the cells in order in the notebook’s folder, reports progress, and writes the executed copy', async () => {
    await execute(['# Numbers', 'const six = 6;', '## Product', 'console.log(process.cwd());\nsix * 7']);

    expect(said).toEqual(['story: cell 1 of 2, Numbers', 'story: cell 2 of 2, Product']);
    const copy = readFileSync(join(folder.path, 'out', 'story.ipynb'), 'utf8');
    expect(copy).toContain('"42"');
    expect(copy).toContain(`"${folder.path}\\n"`);
  });

  test('shows the failing cell with its error, and keeps the error in the copy', async () => {
    const failure = execute(['## Break it', 'const houses = 3;', "throw new RangeError('no such house');", '1']);

    await expect(failure).rejects.toThrow(
      [
        `${join(folder.path, 'story.ipynb')}, code cell 2 of 3 ("Break it") failed:`,
        '',
        "    throw new RangeError('no such house');",
        '',
        'RangeError: no such house',
        '',
        `The executed copy, with the error in it: ${join(folder.path, 'out', 'story.ipynb')}`,
      ].join('\n'),
    );
    expect(readFileSync(join(folder.path, 'out', 'story.ipynb'), 'utf8')).toContain('"output_type": "error"');
  });

  test('still runs the cells that clean up after a cell has failed, in the same kernel, and no others', async () => {
    const cells = ['const made = "an endpoint";', "throw new Error('no answer');", 'console.log("not reached");'];

    const failure = execute([...cells, { source: 'console.log("deleted " + made);', tags: ['clean-up'] }]);

    await expect(failure).rejects.toThrow(/code cell 2 of 4 .*failed:[\s\S]*Error: no answer/);
    const copy = readFileSync(join(folder.path, 'out', 'story.ipynb'), 'utf8');
    expect(copy).toContain('deleted an endpoint');
    expect(copy).not.toContain('"not reached\\n"');
  });

  test('says that the clean-up failed, too', async () => {
    const failure = execute([
      "throw new Error('no answer');",
      { source: "throw new Error('denied');", tags: ['clean-up'] },
    ]);

    await expect(failure).rejects.toThrow(
      /code cell 1 of 2 .*failed:[\s\S]*Error: no answer\n\nThe clean-up failed, too: Error: denied/,
    );
  });

  test('fails for a cell that does not type-check', async () => {
    await expect(execute(['const count: number = "many";'])).rejects.toThrow(/not assignable to type 'number'/);
  });

  test('fails when a cell ends the kernel', async () => {
    await expect(execute(['process.exit(3)'])).rejects.toThrow(/code cell 1 of 1/);
  });

  test('leaves no process when it is interrupted in the middle of a cell', async () => {
    const interruption = new AbortController();

    const execution = execute(['await new Promise((resolve) => setTimeout(resolve, 600_000));'], interruption, () =>
      interruption.abort(new Error('stopped by the test')),
    );

    await expect(execution).rejects.toThrow('stopped by the test');
    expect(processesOf(folder.path)).toEqual([]);
    expect(existsSync(join(folder.path, 'story.ipynb'))).toBe(true);
  });

  test('says that a file is not a notebook', async () => {
    const { writeFileSync } = await import('node:fs');
    writeFileSync(join(folder.path, 'story.ipynb'), 'not JSON');

    await expect(execute(undefined)).rejects.toThrow(/Jupyter could not execute .*story\.ipynb:[\s\S]*NotJSONError/);
  });
});

async function execute(
  sources: readonly CellSource[] | undefined,
  interruption = new AbortController(),
  onProgress: () => void = () => {},
): Promise<void> {
  const notebook = join(folder.path, 'story.ipynb');
  if (sources !== undefined) writeNotebook(notebook, sources);
  await executeNotebook({
    root: ROOT,
    notebook,
    copy: join(folder.path, 'out', 'story.ipynb'),
    // All processes of this run have the folder in their environment, so that the test finds them.
    environment: { ...process.env, ...jupyterEnvironment(ROOT), JUPYTER_RUNTIME_DIR: join(folder.path, 'runtime') },
    say: (line) => {
      said.push(line);
      onProgress();
    },
    signal: interruption.signal,
  });
}
