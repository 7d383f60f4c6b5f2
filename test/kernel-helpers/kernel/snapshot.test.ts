import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { KERNEL_NODE_OPTIONS, TRY_START } from '../../../kernel-helpers/kernel/node-options';
import { type InstalledForTest, installForTest } from './support/installed-kernel';
import { KERNEL_MAIN, KernelClient, REPOSITORY } from './support/kernel-client';

let installed: InstalledForTest;
beforeAll(async () => {
  installed = await installForTest();
}, 60_000);
afterAll(() => installed.remove());

let kernel: KernelClient | undefined;
afterEach(() => kernel?.close());

/** True when the kernel's compiler came with the snapshot. */
const CAME_FROM_SNAPSHOT = "Symbol.for('tslab-kernel.parsed-files') in globalThis";

describe('a kernel that starts from its snapshot', () => {
  test('knows the folder it runs in, its types and its packages', async () => {
    kernel = await KernelClient.start({ argv: installed.argv, cwd: join(REPOSITORY, 'test') });

    const { error, result } = await kernel.execute(
      `import { UserError } from 'kernel-helpers/errors';
      const found: string[] = [process.cwd(), new UserError('x').kind, JSON.stringify([3].toSorted())];
      [...found, ${CAME_FROM_SNAPSHOT}]`,
    );

    expect(installed.whyPlainStart).toBeUndefined();
    expect(error).toBeUndefined();
    expect(result).toEqual({ 'text/plain': `[ '${REPOSITORY}/test', 'user', '[3]', true ]` });
  });

  test('completes, tells wrong types, and points to the line of an error', async () => {
    kernel = await KernelClient.start({ argv: installed.argv });

    const completion = await kernel.request('shell', 'complete_request', { code: 'Math.flo', cursor_pos: 8 });
    const wrong = await kernel.execute('const rooms: number = "three";');
    const thrown = await kernel.execute('\n\nthrow new Error("here")');

    expect(completion.matches).toEqual(['floor']);
    expect(wrong.error).toMatchObject({ evalue: "1:7 - Type 'string' is not assignable to type 'number'." });
    expect(JSON.stringify(thrown.error?.traceback)).toContain('Cell [2]:3:7');
  });

  test('may start threads and programs, which load what they need', async () => {
    kernel = await KernelClient.start({ argv: installed.argv });

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

  test('can be interrupted in a busy loop', async () => {
    kernel = await KernelClient.start({ argv: installed.argv });
    const running = kernel.startExecution('await 0; console.log("busy"); while (true) {}');
    await kernel.waitFor(({ content }) => content.text === 'busy\n');

    await kernel.request('control', 'interrupt_request', {});

    expect((await kernel.executionOf(running)).error).toMatchObject({ ename: 'Interrupted' });
    expect((await kernel.execute('1 + 1')).result).toEqual({ 'text/plain': '2' });
  });
});

describe('the start that is tried before a snapshot is used', () => {
  const tryStart = (options: string) => {
    const parameters = [...KERNEL_NODE_OPTIONS, KERNEL_MAIN, TRY_START];
    return spawnSync(process.execPath, parameters, {
      env: { ...process.env, NODE_OPTIONS: options },
      encoding: 'utf8',
    });
  };

  test('ends by itself and says nothing', () => {
    expect(tryStart('')).toMatchObject({ status: 0, stdout: '', stderr: '' });
  });

  test('fails where threads do', () => {
    const directory = mkdtempSync(join(tmpdir(), 'broken-threads-'));
    const broken = join(directory, 'broken.js');
    writeFileSync(broken, "if (!require('node:worker_threads').isMainThread) throw new Error('No threads here.');");

    const { status, stderr } = tryStart(`--require ${broken}`);
    rmSync(directory, { recursive: true });

    expect(status).not.toBe(0);
    expect(stderr).toContain('No threads here.');
  });
});

describe('with another build of Node.js', () => {
  test('the kernel starts plainly', async () => {
    const script = join(installed.directory, 'start-kernel.sh');
    const original = readFileSync(script, 'utf8');
    writeFileSync(script, original.replace(/= '\d+ \d+ \d+'/, "= '1 2 3'"));

    kernel = await KernelClient.start({ argv: installed.argv });
    const { result } = await kernel.execute(CAME_FROM_SNAPSHOT);
    writeFileSync(script, original);

    expect(result).toEqual({ 'text/plain': 'false' });
  });
});

describe('with options for Node.js in the environment', () => {
  test('the kernel starts plainly, and heeds them', async () => {
    kernel = await KernelClient.start({ argv: installed.argv, env: { NODE_OPTIONS: '--max-old-space-size=300' } });

    const { result } = await kernel.execute(
      `import { getHeapStatistics } from 'node:v8';\n[${CAME_FROM_SNAPSHOT}, getHeapStatistics().heap_size_limit < 600 * 2 ** 20]`,
    );

    expect(result).toEqual({ 'text/plain': '[ false, true ]' });
  });
});
