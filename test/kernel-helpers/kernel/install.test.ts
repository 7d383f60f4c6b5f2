import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { installKernel } from '../../../kernel-helpers/kernel/dist/install';
import { makeTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder';
import { type InstalledForTest, installForTest } from './support/installed-kernel';
import { KernelClient } from './support/kernel-client';
import { runPython } from './support/python';

const PRINT_SETTINGS = `
from jupyter_client.manager import start_new_kernel
manager, client = start_new_kernel(kernel_name='tslab')
client.execute_interactive(
    "[process.env.SF_ACCOUNT, process.env.SF_WAREHOUSE].join(', ')",
    output_hook=lambda message: print(message['content'].get('data', {}).get('text/plain', ''), end=''),
)
client.stop_channels()
manager.shutdown_kernel()
`;

let installed: InstalledForTest | undefined;
let kernel: KernelClient | undefined;
const folders: TemporaryFolder[] = [];
afterEach(async () => {
  await kernel?.close();
  kernel = undefined;
  installed?.remove();
  for (const folder of folders.splice(0)) folder.close();
});

describe('installKernel', () => {
  test('writes a kernelspec under a prefix, where Jupyter finds it', async () => {
    installed = await installForTest();

    const listed = await runPython(['-m', 'jupyter_client.kernelspecapp', 'list', '--json'], installed.env);
    const { kernelspecs } = JSON.parse(listed.stdout);

    expect(kernelspecs.tslab.resource_dir).toBe(`${installed.prefix}/share/jupyter/kernels/tslab`);
    expect(kernelspecs.tslab.spec).toMatchObject({ language: 'typescript', interrupt_mode: 'message' });
    for (const logo of ['logo-svg.svg', 'logo-64x64.png'])
      expect(existsSync(`${kernelspecs.tslab.resource_dir}/${logo}`)).toBe(true);
  });

  test.each([
    [{ prefix: tmpdir(), user: true }, 'Choose one of --prefix, --user and --sys-prefix.'],
    [
      { prefix: '/no/such/folder' },
      'There is no folder /no/such/folder. Give --prefix the folder of a virtual environment',
    ],
    [{ prefix: __filename }, `There is no folder ${__filename}.`],
    [{ python: 'python3' }, 'Give --python only together with --sys-prefix.'],
    [{ sysPrefix: true, python: 'no-such-python' }, 'no-such-python could not be run, so its sys.prefix is unknown.'],
  ])('refuses a place that cannot be meant: %j', async (options, message) => {
    await expect(installKernel(options)).rejects.toThrow(message);
  });

  test('says what to do when the place cannot be written', async () => {
    const prefix = makeFolder();
    writeFileSync(join(prefix, 'share'), 'a file is no folder');

    await expect(installKernel({ prefix })).rejects.toThrow(
      `The kernel could not be installed in ${prefix}/share/jupyter/kernels/tslab. A file is in the way, where a folder has to be. Move it away, then run the same command again.`,
    );
  });

  test("replaces stock tslab's kernelspec and says so, but never removes it", async () => {
    const prefix = makeFolder();
    const directory = join(prefix, 'share/jupyter/kernels/tslab');
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'kernel.json'), JSON.stringify({ argv: ['tslab', 'jupyter'] }));

    await expect(installKernel({ prefix, remove: true })).rejects.toThrow('jupyter kernelspec remove tslab');
    expect(await installKernel({ prefix })).toMatchObject({ action: 'installed', replacedOther: true });
    expect(await installKernel({ prefix })).toMatchObject({ action: 'installed', replacedOther: false });
    expect(await installKernel({ prefix, remove: true })).toMatchObject({ action: 'removed' });
  });
});

describe('an installed kernel', () => {
  test('starts from a folder with spaces and quotes in its name', async () => {
    const prefix = join(makeFolder(), `it's a "folder" of $HOME`);
    mkdirSync(prefix);
    const { directory } = await installKernel({ prefix });

    kernel = await KernelClient.start({
      otherStart: { kind: 'in a folder with an odd name', argv: argvIn(directory) },
    });

    expect((await kernel.execute('1 + 1')).result).toEqual({ 'text/plain': '2' });
  });

  test("starts with the Node.js on the PATH when its own is gone, and says so in Jupyter's log", async () => {
    installed = await installForTest();
    const script = join(installed.directory, 'start-kernel.sh');
    writeFileSync(script, readFileSync(script, 'utf8').replace(/^node=.*$/m, "node='/gone/node'"));
    const without = spawnSync('/bin/sh', [script, 'unused'], { env: { PATH: '/nowhere' }, encoding: 'utf8' });

    kernel = await KernelClient.start({ otherStart: { kind: 'without its Node.js', argv: installed.argv } });

    expect((await kernel.execute('1 + 1')).result).toEqual({ 'text/plain': '2' });
    expect(without).toMatchObject({
      status: 127,
      stderr: expect.stringContaining('is gone (/gone/node), and there is no other on the PATH. Install one'),
    });
  });

  test('gives its variables to every kernel that Jupyter starts, as they were written', async () => {
    installed = await installForTest();
    const env = { SF_ACCOUNT: 'myorg-account1', SF_WAREHOUSE: 'A "B" $HOME $$HOME $' };
    await installKernel({ prefix: installed.prefix, env });

    const { stdout } = await runPython(['-c', PRINT_SETTINGS], installed.env);

    expect(stdout.trim()).toBe(`'${env.SF_ACCOUNT}, ${env.SF_WAREHOUSE}'`);
  });

  test.each([
    [{ AWS_SECRET_ACCESS_KEY: 'x', SF_ACCOUNT: 'a-b' }, 'Do not give AWS_SECRET_ACCESS_KEY to --env'],
    [{ AWS_ACCESS_KEY_ID: 'x', SNOWFLAKE_PASSWORD: 'x' }, 'Do not give AWS_ACCESS_KEY_ID, SNOWFLAKE_PASSWORD to --env'],
    [{ https_proxy: 'http://clerk:secret@proxy:3128' }, 'Do not give https_proxy to --env'],
    [{ SF_ACCOUNT: 'two words', SF_ACCESS_URL: 'nowhere' }, 'SF_ACCESS_URL must be a URL'],
  ])('installs nothing with variables that hold secrets or cannot be used: %j', async (env, message) => {
    const prefix = makeFolder();

    await expect(installKernel({ prefix, env })).rejects.toThrow(message);
    expect(existsSync(join(prefix, 'share'))).toBe(false);
  });
});

function makeFolder(): string {
  const folder = makeTemporaryFolder('install-kernel');
  folders.push(folder);
  return folder.path;
}

function argvIn(directory: string): readonly string[] {
  return JSON.parse(readFileSync(join(directory, 'kernel.json'), 'utf8')).argv;
}
