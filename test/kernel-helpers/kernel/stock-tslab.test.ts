import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { PEERS_PYTHON, PYTHON, ROOT } from '../../support/clone';
import { runToSuccess } from '../../support/run-process';
import { makeTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder';
import { type InstalledForTest, installForTest } from './support/installed-kernel';

const notebookSchema = z.object({
  metadata: z.looseObject({
    kernelspec: z.looseObject({ name: z.string(), language: z.string() }),
    language_info: z.looseObject({ name: z.string(), file_extension: z.string() }),
  }),
  cells: z.array(z.looseObject({ outputs: z.array(z.looseObject({ output_type: z.string() })) })),
});
type Notebook = z.infer<typeof notebookSchema>;

let folder: TemporaryFolder;
let ours: InstalledForTest;
let stockPath: string;
beforeAll(async () => {
  // The folder is inside the clone, so that its packages are found from the notebook's folder upwards.
  folder = makeTemporaryFolder('stock-tslab', join(ROOT, 'out'));
  ours = await installForTest();
  stockPath = await installStockTslab();
}, 60_000);
afterAll(() => {
  ours?.remove();
  folder?.close();
});

/** tslab's own installer, which needs a Python with IPython. */
async function installStockTslab(): Promise<string> {
  const tslab = join(ROOT, 'node_modules/.bin/tslab');
  await runToSuccess(tslab, ['install', '--prefix', folder.path, '--python', PEERS_PYTHON, '--binary', tslab]);
  return join(folder.path, 'share/jupyter');
}

/** Cells that use features of this kernel; all of them must run on stock tslab as well. */
const CELLS = [
  "import { clearOutput, display, input, page, progress, show, slider } from 'kernel-helpers';",
  "display('text');\ndisplay({ 'text/html': '<b>rich</b>', 'text/plain': 'rich' });",
  "display('first', { id: 'slot' });",
  "display('second', { id: 'slot', update: true });",
  "console.log('before');\nclearOutput();\nconsole.log('after');",
  "page('a long text');",
  'let answer = "none";\ntry {\n  answer = await input("name? ");\n} catch (error) {\n  answer = error.name;\n}\nanswer',
  "await 0;\nfor await (const step of progress([1, 2, 3], { title: 'Counting' })) void step;",
  "show([{ house: 1, value: 'x' }]);",
  'const chosen = slider({ min: 0, max: 10, value: 3 });\nshow(chosen);',
  'chosen.value',
  'throw new RangeError("no rows");',
];

function write(name: string): void {
  const cells = CELLS.map((source, index) => {
    const tags = source.startsWith('throw') ? ['raises-exception'] : [];
    return { id: `c${index}`, cell_type: 'code', metadata: { tags }, source, outputs: [], execution_count: null };
  });
  const kernelspec = { name: 'tslab', display_name: 'TypeScript', language: 'typescript' };
  const notebook = { nbformat: 4, nbformat_minor: 5, metadata: { kernelspec }, cells };
  writeFileSync(join(folder.path, name), JSON.stringify(notebook));
}

/** Executes the last saved notebook in place; nbclient checks Jupyter's format when it reads and writes it. */
async function execute(name: string, jupyterPath: string): Promise<Notebook> {
  const env = { ...process.env, JUPYTER_PATH: jupyterPath };
  await runToSuccess(join(dirname(PYTHON), 'jupyter-execute'), ['--inplace', name], { cwd: folder.path, env });
  return notebookSchema.parse(JSON.parse(readFileSync(join(folder.path, name), 'utf8')));
}

test('a notebook goes from this kernel to stock tslab and back, and runs on both', async () => {
  write('travels.ipynb');

  const first = await execute('travels.ipynb', ours.env.JUPYTER_PATH);
  const stock = await execute('travels.ipynb', stockPath);
  const back = await execute('travels.ipynb', ours.env.JUPYTER_PATH);

  expect(shownIn(first).at(-1)).toEqual(['error: RangeError: no rows']);
  expect(shownIn(stock)).toEqual([
    [],
    ['text/plain: text', 'text/html: <b>rich</b>'],
    ['text/plain: second'],
    [],
    ['before\n', 'after\n'],
    ['a long text\n'],
    ['UserError\n'],
    ['text/html: <div><progress max="3" value="3"></progress> Counting: 3 of 3</div>'],
    [expect.stringContaining('text/html: <table>')],
    ['text/html: <div><b>3</b> (0 to 10)</div>'],
    ['3\n'],
    [expect.stringContaining('RangeError: no rows')],
  ]);
  expect(shownIn(back)).toEqual(shownIn(first));
  for (const { metadata } of [first, stock, back]) {
    expect(metadata.kernelspec).toMatchObject({ name: 'tslab', language: 'typescript' });
    expect(metadata.language_info).toMatchObject({ name: 'typescript', file_extension: '.ts' });
  }
});

const outputSchema = z.looseObject({
  text: z.array(z.string()).optional(),
  data: z.record(z.string(), z.unknown()).optional(),
  ename: z.string().optional(),
  evalue: z.string().optional(),
});

/** Ids of widgets, which are new in every run. */
const MODEL_ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Each output of each cell as text, in the first of its formats. */
function shownIn({ cells }: Notebook): readonly (readonly string[])[] {
  return cells.map(({ outputs }) =>
    outputs.map((output) => {
      const { text, data, ename, evalue } = outputSchema.parse(output);
      if (text) return text.join('');
      const [mime, value] = Object.entries(data ?? {})[0] ?? [];
      if (mime !== undefined)
        return `${mime}: ${Array.isArray(value) ? value.join('') : JSON.stringify(value).replace(MODEL_ID, 'an id')}`;
      return `error: ${ename}: ${evalue}`;
    }),
  );
}
