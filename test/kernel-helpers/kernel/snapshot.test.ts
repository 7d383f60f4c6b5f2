import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { KERNEL_NODE_OPTIONS, TRY_START } from '../../../kernel-helpers/kernel/dist/node-options';
import { bundleEntry } from '../../../kernel-helpers/kernel/dist/snapshot/bundle-entry';
import { MODULES, ownFiles } from '../../../kernel-helpers/kernel/dist/snapshot/snapshot-contents';
import { makeTemporaryFolder } from '../../support/temporary-folder';
import { CAME_FROM_SNAPSHOT } from './support/installed-kernel';
import { KERNEL_MAIN, KernelClient, REPOSITORY } from './support/kernel-client';

let kernel: KernelClient | undefined;
afterEach(() => kernel?.close());

describe('a kernel that starts from its snapshot', () => {
  test('knows the folder it runs in, its types and its packages', async () => {
    kernel = await KernelClient.start({ cwd: join(REPOSITORY, 'test') });

    const { error, result } = await kernel.execute(
      `import { UserError } from 'kernel-helpers/errors';
      const found: string[] = [process.cwd(), new UserError('x').kind, JSON.stringify([3].toSorted())];
      [...found, ${CAME_FROM_SNAPSHOT}]`,
    );

    expect(error).toBeUndefined();
    expect(result).toEqual({ 'text/plain': `[ '${REPOSITORY}/test', 'user', '[3]', true ]` });
  });

  test('completes names, reports wrong types, and points to the line of an error', async () => {
    kernel = await KernelClient.start();

    const completion = await kernel.request('shell', 'complete_request', { code: 'Math.flo', cursor_pos: 8 });
    const wrong = await kernel.execute('const rooms: number = "three";');
    const thrown = await kernel.execute('\n\nthrow new Error("here")');

    expect(completion.matches).toEqual(['floor']);
    expect(wrong.error).toMatchObject({ evalue: "1:7 - Type 'string' is not assignable to type 'number'." });
    expect(JSON.stringify(thrown.error?.traceback)).toContain('Cell [2]:3:7');
  });

  test('can start threads and programs, which can load all modules', async () => {
    kernel = await KernelClient.start();

    const { error, result } = await kernel.execute(
      `import { execFileSync } from 'node:child_process';
      import { once } from 'node:events';
      import { Worker } from 'node:worker_threads';
      const code = "for (const name of ['net', 'crypto', 'child_process', 'http2']) require(name);";
      const [exitCode] = await once(new Worker(code, { eval: true }), 'exit');
      [exitCode, execFileSync('echo', ['out']).toString()]`,
    );

    expect(error).toBeUndefined();
    expect(result).toEqual({ 'text/plain': "[ 0, 'out\\n' ]" });
  });
});

describe('the snapshot', () => {
  test('is out of date when any of our files in it has changed', async () => {
    const folder = makeTemporaryFolder('bundle');

    const inputs = await bundleEntry(join(folder.path, 'bundle.js'));
    folder.close();

    const watched = new Set([...ownFiles(), ...MODULES]);
    const own = inputs.filter((file) => !/[\\/]node_modules[\\/]/.test(file));
    expect(own.length).toBeGreaterThan(30);
    expect(own.filter((file) => !watched.has(file))).toEqual([]);
  });
});

describe('the trial start before a snapshot is used', () => {
  const tryStart = (nodeOptions: readonly string[]) => {
    const env = { ...process.env, NODE_OPTIONS: undefined };
    return spawnSync(process.execPath, [...nodeOptions, KERNEL_MAIN, TRY_START], { env, encoding: 'utf8' });
  };

  test('ends by itself and says nothing', () => {
    expect(tryStart(KERNEL_NODE_OPTIONS)).toMatchObject({ status: 0, stdout: '', stderr: '' });
  });

  test('fails where an interrupt would end the kernel', () => {
    const { status, stderr } = tryStart(['--force-async-hooks-checks']);

    expect(status).not.toBe(0);
    expect(stderr).toContain('async hook stack has become corrupted');
  });

  test('fails where threads fail', () => {
    const directory = mkdtempSync(join(tmpdir(), 'broken-threads-'));
    const broken = join(directory, 'broken.js');
    writeFileSync(broken, "if (!require('node:worker_threads').isMainThread) throw new Error('No threads here.');");

    const { status, stderr } = tryStart([...KERNEL_NODE_OPTIONS, '--require', broken]);
    rmSync(directory, { recursive: true });

    expect(status).not.toBe(0);
    expect(stderr).toContain('No threads here.');
  });
});
