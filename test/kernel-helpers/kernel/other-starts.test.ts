import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ROOT } from '../../support/clone';
import { sourceFiles } from '../../support/source-files';
import { CAME_FROM_SNAPSHOT } from './support/installed-kernel';
import { KernelClient } from './support/kernel-client';
import { OTHER_STARTS } from './support/other-starts';

const TESTS = join(ROOT, 'test');

/** The tests and benchmarks, without the helpers that start kernels for them and without this file. */
const users = sourceFiles(TESTS, /\.ts$/)
  .map((path) => relative(TESTS, path))
  .filter((file) => !/\/support\/(other-starts|kernel-client)\.ts$|\/other-starts\.test\.ts$/.test(file))
  .map((file) => ({ file, text: readFileSync(join(TESTS, file), 'utf8') }));

function filesWith(pattern: RegExp): readonly string[] {
  return users.filter(({ text }) => pattern.test(text)).map(({ file }) => file);
}

describe('a kernel of the tests', () => {
  test('starts as users start it: installed, from its snapshot', async () => {
    const kernel = await KernelClient.start();
    const { result } = await kernel.execute(CAME_FROM_SNAPSHOT);
    await kernel.close();

    expect(result).toEqual({ 'text/plain': 'true' });
  });

  test.each(Object.entries(OTHER_STARTS))('starts in another way (%s) in one file only', (kind, { file }) => {
    const isUsed = kind === 'without a snapshot' ? /\bWITHOUT_SNAPSHOT\b/ : new RegExp(`kind: '${kind}'`);

    expect(filesWith(isUsed)).toEqual([file]);
  });

  test('gets options for Node.js only where the table says so', () => {
    expect(filesWith(/env: \{[^}]*\bNODE_OPTIONS\b(?!: undefined)/)).toEqual([
      OTHER_STARTS['with options for Node.js'].file,
    ]);
  });

  test('is started directly only to try a start', () => {
    expect(filesWith(/\bKERNEL_MAIN\b|start-kernel\.sh.*spawn|kernel\/dist\/main/)).toEqual([
      'kernel-helpers/kernel/snapshot.test.ts',
    ]);
  });
});
