import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PYTHON } from '../../support/clone';
import { installReleaseOutside } from '../../support/release-outside';
import { runProcess } from '../../support/run-process';
import { makeTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder';
import { writeNotebook } from '../../support/write-notebook';
import { KernelClient } from './support/kernel-client';

let release: TemporaryFolder;
let folder: TemporaryFolder;
let kernel: KernelClient;
beforeAll(async () => {
  release = installReleaseOutside();
  folder = makeTemporaryFolder('notebooks-outside');
  const command = join(release.path, 'node_modules/kernel-helpers/bin/kernel-helpers.mjs');
  const { exitCode, stderr } = await runProcess(process.execPath, [
    command,
    'install-kernel',
    '--prefix',
    release.path,
  ]);
  if (exitCode !== 0) throw new Error(stderr);
  const spec = join(release.path, 'share/jupyter/kernels/tslab/kernel.json');
  const { argv }: { argv: string[] } = JSON.parse(readFileSync(spec, 'utf8'));
  kernel = await KernelClient.start({ cwd: folder.path, otherStart: { kind: 'outside of the clone', argv } });
}, 60_000);
afterAll(async () => {
  await kernel?.close();
  release?.close();
  folder?.close();
});

function write(path: string, text: string): void {
  const file = join(folder.path, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

async function resultOf(code: string): Promise<unknown> {
  const { error, result, stderr } = await kernel.execute(code);
  return error ?? (stderr === '' ? result?.['text/plain'] : stderr);
}

describe('in a folder without packages, a cell', () => {
  test('imports both packages, from the release and from no clone', async () => {
    expect(
      await resultOf(
        "import { identifier } from 'kernel-helpers';\nimport { defineTraining } from 'container';\n[identifier('a b'), typeof defineTraining]",
      ),
    ).toBe(`[ Identifier { sql: '"a b"' }, 'function' ]`);
    expect(await resultOf("[require.resolve('kernel-helpers'), require.resolve('container')]")).toBe(
      `[\n  '${release.path}/node_modules/kernel-helpers/dist/index.js',\n  '${release.path}/node_modules/container/dist/index.js'\n]`,
    );
  });

  test('knows their types', async () => {
    expect(await resultOf("import { identifier } from 'kernel-helpers';\nidentifier(3)")).toMatchObject({
      evalue: expect.stringContaining("Argument of type 'number' is not assignable to parameter of type 'string'."),
    });
    expect(await resultOf("import { integer } from 'container';\nconst text: string = integer;")).toMatchObject({
      evalue: expect.stringContaining('is not assignable to type'),
    });
  });

  test('completes their names and shows their documentation', async () => {
    const code = "import { identifier } from 'kernel-helpers';\nident";
    const completion = await kernel.request('shell', 'complete_request', { code, cursor_pos: code.length });
    const names = "import { defineTr } from 'container'";
    const imported = await kernel.request('shell', 'complete_request', { code: names, cursor_pos: 17 });
    const inspection = await kernel.request('shell', 'inspect_request', {
      code,
      cursor_pos: 12,
      detail_level: 0,
    });

    expect(completion.matches).toContain('identifier');
    expect(imported.matches).toContain('defineTraining');
    expect(inspection).toMatchObject({ found: true, data: { 'text/plain': expect.stringContaining('identifier') } });
  });

  test("finds them through the user's own files, loaded by it, by require and by a thread", async () => {
    write('lib/rooms.ts', "import { identifier } from 'kernel-helpers';\nexport const room = identifier('r');");
    write('own.js', "exports.helpers = require('kernel-helpers'); exports.place = require.resolve('container');");
    write(
      'thread.js',
      "require('node:worker_threads').parentPort.postMessage(Object.keys(require('kernel-helpers')).includes('identifier'));",
    );

    expect(await resultOf("import { room } from './lib/rooms';\nString(room) !== ''")).toBe('true');
    expect(await resultOf("const own = require('./own.js');\nown.place.startsWith(process.cwd())")).toBe('false');
    expect(
      await resultOf(
        "import { Worker } from 'node:worker_threads';\nimport { once } from 'node:events';\nconst [has] = await once(new Worker('./thread.js'), 'message');\nhas",
      ),
    ).toBe('true');
  });

  test('is told what to do about a name that is missing', async () => {
    expect(await resultOf("import { x } from 'kernel-helpers/rooms';")).toMatchObject({
      evalue: expect.stringContaining("Import from 'kernel-helpers': no other part of it is for notebooks."),
    });
    expect(await resultOf("import { x } from 'rooms';")).toMatchObject({
      evalue: expect.stringContaining('install it beside the notebook: npm install rooms'),
    });
  });
});

test("a package of the user's own with such a name wins, with its types", async () => {
  write('own/node_modules/container/package.json', '{ "name": "container", "main": "i.js", "types": "i.d.ts" }');
  write('own/node_modules/container/i.js', 'exports.mine = 7;');
  write('own/node_modules/container/i.d.ts', 'export declare const mine: number;');
  write('own/uses.ts', "import { mine } from 'container';\nexport const seven = mine;");

  expect(await resultOf("import { seven } from './own/uses';\nconst n: number = seven; n")).toBe('7');
});

test('a training script in such a folder is checked and bundled with what it imports', async () => {
  write(
    'training/train.ts',
    `import { defineTraining } from 'container';
import type { Table } from 'kernel-helpers';
import { UserError } from 'kernel-helpers/errors';
export default defineTraining(async () => {
  const table: Table | undefined = undefined;
  if (table === undefined) throw new UserError('There is no table.');
});
`,
  );
  const modules = join(release.path, 'node_modules/kernel-helpers/dist/sagemaker');
  expect(
    await resultOf(
      `const { checkScript } = require(${JSON.stringify(join(modules, 'training-script/check-script.js'))});
const { packSource } = require(${JSON.stringify(join(modules, 'training-script/pack-source.js'))});
const { readDeclaration } = require(${JSON.stringify(join(modules, 'training-script/read-declaration.js'))});
const packed = await packSource('training/train.ts');
[checkScript('training/train.ts'), packed.program, await readDeclaration(packed)]`,
    ),
  ).toBe("[ [], 'train.js', {} ]");
});

test('the training program is found, so that an image can be built without a compiler', async () => {
  const modules = join(release.path, 'node_modules/kernel-helpers/dist/sagemaker');
  expect(
    await resultOf(
      `const { containerDirectory } = require(${JSON.stringify(join(modules, 'container-package.js'))});
const { readRecipe } = require(${JSON.stringify(join(modules, 'image/image-recipe.js'))});
const recipe = await readRecipe(containerDirectory());
[containerDirectory().startsWith(${JSON.stringify(release.path)}), recipe.packages.length, recipe.program.length > 5]`,
    ),
  ).toBe('[ true, 2, true ]');
});

test('jupyter nbconvert executes a notebook there', async () => {
  writeNotebook(join(folder.path, 'book.ipynb'), [
    "import { identifier } from 'kernel-helpers';\nimport { defineTraining } from 'container';",
    'typeof identifier + typeof defineTraining',
  ]);
  const { exitCode, stdout, stderr } = await runProcess(
    join(dirname(PYTHON), 'jupyter'),
    ['nbconvert', '--to', 'notebook', '--execute', '--stdout', 'book.ipynb'],
    { cwd: folder.path, env: { ...process.env, JUPYTER_PATH: join(release.path, 'share/jupyter') } },
  );

  expect({ exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toContain("'functionfunction'");
}, 60_000);
