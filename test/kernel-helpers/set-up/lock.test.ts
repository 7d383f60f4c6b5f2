import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { makeTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder';
import { partOfSetUp, runModule } from './support';

/** Above any process number that Linux or macOS gives out. */
const NEVER_A_PROCESS = 2 ** 30;

let folder: TemporaryFolder;
beforeEach(() => {
  folder = makeTemporaryFolder('lock');
});
afterEach(() => folder.close());

describe('the lock of set-up', () => {
  test('lets one process work at a time', async () => {
    const results = await Promise.all([work(), work(), work()]);

    expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
    const steps = readFileSync(join(folder.path, 'log'), 'utf8').trim().split('\n');
    expect(steps).toEqual(['in', 'out', 'in', 'out', 'in', 'out']);
  });

  test('names the process that it waits for', async () => {
    writeFileSync(join(folder.path, 'lock'), String(process.pid));

    const result = await work({ waitSeconds: 0.3 });

    expect(result.stdout).toContain(
      `Another set-up of this clone is running (process ${process.pid}); waiting for it.`,
    );
    expect(result.stderr).toContain(`Process ${process.pid} has been setting up this clone for too long.`);
    expect(existsSync(join(folder.path, 'lock'))).toBe(true);
  });

  test('does not keep a process waiting that is asked to end', async () => {
    writeFileSync(join(folder.path, 'lock'), String(process.pid));

    const result = await runModule(
      `import { withLock } from '${partOfSetUp('lock.mjs')}';
       const stop = new AbortController();
       const options = { say: () => stop.abort(), signal: stop.signal, waitSeconds: 30 };
       await withLock('lock', options, async () => {}).catch(({ name, message }) => console.log(name, message));`,
      { cwd: folder.path },
    );

    expect(result.stdout).toBe('InterruptedError Interrupted. The next run repairs what is half-made.\n');
  });

  test('is taken over from a process that was killed', async () => {
    writeFileSync(join(folder.path, 'lock'), String(NEVER_A_PROCESS));

    const result = await work();

    expect(result.exitCode).toBe(0);
    expect(existsSync(join(folder.path, 'lock'))).toBe(false);
  });

  test('is released when the work fails', async () => {
    const result = await work({ fails: true });

    expect(result.exitCode).toBe(1);
    expect(existsSync(join(folder.path, 'lock'))).toBe(false);
  });
});

function work({ waitSeconds = 30, fails = false } = {}) {
  return runModule(
    `import { appendFileSync } from 'node:fs';
     import { withLock } from '${partOfSetUp('lock.mjs')}';
     const options = { say: console.log, signal: new AbortController().signal, waitSeconds: ${waitSeconds} };
     await withLock('lock', options, async () => {
       appendFileSync('log', 'in\\n');
       if (${fails}) throw new Error('the work failed');
       await new Promise((resolve) => setTimeout(resolve, 100));
       appendFileSync('log', 'out\\n');
     });`,
    { cwd: folder.path },
  );
}
