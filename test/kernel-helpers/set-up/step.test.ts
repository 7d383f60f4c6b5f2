import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { makeTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder';
import { partOfSetUp, runModule } from './support';

let folder: TemporaryFolder;
beforeEach(() => {
  folder = makeTemporaryFolder('step');
});
afterEach(() => folder.close());

describe('a step of set-up', () => {
  test('runs once, and again only when its inputs or its result changed', async () => {
    expect((await setUp({ input: 'one' })).stdout).toMatch(/made …\n {2}made: done in \d+\.\d s\nSet-up took/);
    expect((await setUp({ input: 'one' })).stdout).toMatch(/^Set-up is up to date \(0\.\d s\)\.\n$/);
    expect((await setUp({ input: 'two' })).stdout).toContain('made: done');
    expect((await setUp({ input: 'two', before: `rmSync('result')` })).stdout).toContain('made: done');
  });

  test('leaves nothing behind when it fails, and runs again next time', async () => {
    await setUp({ input: 'one' });

    const failed = await setUp({ input: 'two', during: `throw new Error('no luck')` });

    expect(failed.stderr).toContain('no luck');
    expect(existsSync(join(folder.path, 'result'))).toBe(false);
    expect((await setUp({ input: 'one' })).stdout).toContain('made: done');
  });

  test('is repaired by the next run when the process was killed in the middle of it', async () => {
    await setUp({ input: 'one' });

    const killed = await setUp({ input: 'two', during: `process.kill(process.pid, 'SIGKILL')` });

    expect(killed.exitCode).toBeUndefined();
    const repaired = await setUp({ input: 'two' });
    expect(repaired.stdout).toContain('made: done');
    expect(readFileSync(join(folder.path, 'result'), 'utf8')).toBe('whole');
  });

  test('is not begun on a disk that cannot hold its result', async () => {
    const result = await setUp({ input: 'one', diskBytes: '1e18' });

    expect(result.exitCode).toBe(1);
    expect(result.stderr).toMatch(
      /Set-up needs about 1000000000000 MB on the disk that holds .*, and \d+ MB are free\. Free some/,
    );
    expect(existsSync(join(folder.path, 'result'))).toBe(false);
  });

  test('that finds the disk full says so and removes its incomplete result', async () => {
    const program = `console.error('npm error nospc ENOSPC: no space left on device, write'); process.exit(1)`;

    const result = await setUp({
      input: 'one',
      during: `await runQuietly(process.execPath, ['-e', ${JSON.stringify(program)}])`,
    });

    expect(result.stderr).toMatch(
      /The disk is full: .* could not write\. Free some space, then run the same command again\./,
    );
    expect(existsSync(join(folder.path, 'result'))).toBe(false);
  });

  test('shows what a failing program printed', async () => {
    const program = `console.log('first words'); console.error('last words'); process.exit(3)`;

    const result = await setUp({
      input: 'one',
      during: `await runQuietly(process.execPath, ['-e', ${JSON.stringify(program)}])`,
    });

    expect(result.stderr).toContain('failed (exit code 3). It said:\nfirst words\nlast words');
  });
});

interface Circumstances {
  readonly input: string;
  readonly diskBytes?: string;
  readonly before?: string;
  readonly during?: string;
}

/** Sets up one step: it writes half of its result, then does what the test asks for, then writes the whole result. */
function setUp({ input, diskBytes = '1', before = '', during = '' }: Circumstances) {
  return runModule(
    `import { existsSync, rmSync, writeFileSync } from 'node:fs';
     import { runQuietly } from '${partOfSetUp('run-process.mjs')}';
     import { setUp } from '${partOfSetUp('set-up.mjs')}';
     const made = {
       name: 'made',
       diskBytes: ${diskBytes},
       fingerprint: () => '${input}',
       isIntact: () => existsSync('result'),
       run: async () => {
         writeFileSync('result', 'half');
         ${during};
         writeFileSync('result', 'whole');
       },
       undo: () => rmSync('result', { force: true }),
     };
     ${before};
     await setUp({ root: process.cwd(), stages: [[made]], say: console.log, signal: new AbortController().signal });`,
    { cwd: folder.path },
  );
}
