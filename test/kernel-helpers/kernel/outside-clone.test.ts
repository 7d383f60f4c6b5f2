import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startLocalAccount, type TestAccount } from '../../support/local-account';
import { installReleaseOutside } from '../../support/release-outside';
import { runProcess } from '../../support/run-process';
import { makeTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder';
import { PageOfKernel } from '../sidebar/support/page-of-kernel';
import { KernelClient } from './support/kernel-client';

let account: TestAccount;
let release: TemporaryFolder;
let folder: TemporaryFolder;
let kernel: KernelClient;
beforeAll(async () => {
  release = installReleaseOutside();
  folder = makeTemporaryFolder('notebooks-outside');
  const command = join(release.path, 'node_modules/kernel-helpers/bin/kernel-helpers.mjs');
  const installing = runProcess(process.execPath, [command, 'install-kernel', '--prefix', release.path]);
  account = await startLocalAccount();
  const { exitCode, stderr } = await installing;
  if (exitCode !== 0) throw new Error(stderr);
  const spec = join(release.path, 'share/jupyter/kernels/tslab/kernel.json');
  const { argv }: { argv: string[] } = JSON.parse(readFileSync(spec, 'utf8'));
  kernel = await KernelClient.start({
    cwd: folder.path,
    env: account.settings,
    otherStart: { kind: 'outside of the clone', argv },
  });
}, 60_000);
afterAll(async () => {
  await kernel?.close();
  await account?.close();
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
      evalue: expect.stringContaining('Install it beside the notebook: npm install rooms'),
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

describe('on an account, such a kernel', () => {
  const SCRIPT = `import { defineTraining } from 'container';
import type { Table } from 'kernel-helpers';
import { UserError } from 'kernel-helpers/errors';
export default defineTraining(async () => {
  const table: Table | undefined = undefined;
  if (table === undefined) throw new UserError('There is no table.');
});
`;

  test('registers the training image without a compiler, and starts a job whose script is in a folder beside the notebook', async () => {
    write('training/train.ts', SCRIPT);

    expect(
      await resultOf(
        `import { buildTrainingImage, connect, Table, trainingJob } from 'kernel-helpers';
const snowflake = await connect();
await snowflake.writeTable(Table.fromRows([{ X: 1, TARGET: 2 }]), 'sums');
const image = await buildTrainingImage();
const job = await trainingJob({
  image: image.uri, sourceDir: 'training', entryPoint: 'train.ts', table: 'sums', target: 'TARGET', name: 'outside',
  instances: { type: 'ml.m5.large', count: 1, volumeGb: 10 }, maxRunSeconds: 600,
}).start();
job.name`,
      ),
    ).toMatch(/^'snowflake-xgboost-outside-/);
  });

  test('serves the sidebar: its tree, and its list of jobs', async () => {
    const page = new PageOfKernel(kernel);

    expect((await page.ask('databases', {})).items).toMatchObject([{ name: 'HOUSING' }]);
    const { items } = await page.ask('jobs', { kind: 'training' });
    expect(items).toMatchObject([{ name: expect.stringContaining('outside') }]);
    const follow = page.start('followJob', { name: String(items[0]?.name) });
    expect(await page.answerTo(follow, 'followJob')).toEqual({ result: {} });
    const events = (await page.eventsOf(follow, 'followJob')).flatMap((batch) => batch.events);
    expect(JSON.stringify(events)).toContain('There is no table.');
  });
});
