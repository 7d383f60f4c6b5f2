import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { isAlive } from '../../support/is-alive';
import { makeTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder';
import { until } from '../../support/until';
import { type InstalledForTest, installForTest } from './support/installed-kernel';
import { freeConnection, KernelClient } from './support/kernel-client';

let installed: InstalledForTest;
let folder: TemporaryFolder;
beforeAll(async () => {
  installed = await installForTest();
  folder = makeTemporaryFolder('orphans');
}, 60_000);
afterAll(() => {
  installed.remove();
  folder.close();
});

const begun: number[] = [];
afterEach(() => {
  for (const pid of begun.splice(0).filter(isAlive)) process.kill(pid, 'SIGKILL');
});

async function pidOf(kernel: KernelClient): Promise<number> {
  const { result } = await kernel.execute('process.pid');
  const pid = Number(result?.['text/plain']);
  begun.push(pid);
  return pid;
}

function startSleeper(): ChildProcess {
  return spawn('sleep', ['600'], { stdio: 'ignore' });
}

describe('a kernel ends by itself when the process that started it has died', () => {
  test('as its parent', async () => {
    const argv = ['/bin/sh', '-c', '"$@" & wait', 'sh', ...installed.argv];
    const kernel = await KernelClient.start({ otherStart: { kind: 'by another process', argv } });
    const pid = await pidOf(kernel);

    kernel.process.kill('SIGKILL');

    await until(() => !isAlive(pid));
    await kernel.close();
    expect(isAlive(pid)).toBe(false);
  });

  test('through another program, which still runs', async () => {
    const starter = startSleeper();
    const kernel = await KernelClient.start({ env: { JPY_PARENT_PID: String(starter.pid) } });
    const pid = await pidOf(kernel);

    starter.kill('SIGKILL');

    await until(() => !isAlive(pid));
    await kernel.close();
    expect(isAlive(pid)).toBe(false);
  });

  test('before the kernel first looked', async () => {
    const file = join(folder.path, 'connection.json');
    writeFileSync(file, JSON.stringify(await freeConnection()));
    const argv = installed.argv.map((word) => word.replace('{connection_file}', file));

    const script = 'JPY_PARENT_PID=$$ "$@" > /dev/null 2>&1 & echo $!';
    const pid = Number(execFileSync('/bin/sh', ['-c', script, 'sh', ...argv], { encoding: 'utf8' }));
    begun.push(pid);

    await until(() => !isAlive(pid));
    expect(isAlive(pid)).toBe(false);
  });
});

test('a kernel runs on while the process that started it runs, even when its parent is another process', async () => {
  const starter = startSleeper();
  const argv = ['/bin/sh', '-c', '"$@" & wait', 'sh', ...installed.argv];
  const otherStart = { kind: 'by another process', argv } as const;
  const kernel = await KernelClient.start({ otherStart, env: { JPY_PARENT_PID: String(starter.pid) } });

  // This is longer than the kernel waits between two looks.
  const { result } = await kernel.execute("await new Promise((done) => setTimeout(done, 1_500)); 'alive'");
  await kernel.close();
  const exited = once(starter, 'exit');
  starter.kill('SIGKILL');
  await exited;

  expect(result).toEqual({ 'text/plain': "'alive'" });
});
