import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ROOT } from '../../support/clone';
import { makeTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder';
import { partOfSetUp, runModule } from './support';

const REPORTERS = ['test-record-reporter.cjs', 'closing-line-reporter.cjs'];

let project: TemporaryFolder;
beforeEach(() => {
  project = makeTemporaryFolder('all-tests');
  const reporters = REPORTERS.map((name) => join(ROOT, 'test/support', name));
  write('jest.config.cjs', `module.exports = ${JSON.stringify({ reporters, cache: false })}`);
  write('passes.test.js', `${COUNT}test('one', () => {}); test.skip('two', () => {});`);
});
afterEach(() => project.close());

const COUNT = `require('node:fs').appendFileSync(__filename + '.runs', '1');\n`;
const AT_FIRST = `const runs = require('node:fs').readFileSync(__filename + '.runs', 'utf8').length;\n`;
const FAILS_AT_FIRST = `${COUNT}${AT_FIRST}test('good', () => {}); test('late', () => { if (runs === 1) throw new Error('too late'); });`;

describe('the run of all tests', () => {
  test('ends after one run when every test passes', async () => {
    const run = await runAll();

    expect([run.exitCode, run.lastLine, runsOf('passes')]).toEqual([0, '1 passed, 0 failed, 1 skipped', 1]);
  });

  test('runs a file that failed once more, alone, and names it when it passes', async () => {
    write('busy.test.js', FAILS_AT_FIRST);

    const run = await runAll();

    expect([run.exitCode, run.lastLine]).toEqual([0, '3 passed, 0 failed, 1 skipped']);
    expect(run.stdout).toContain('Failed in the whole run, passed alone: busy.test.js\n');
    expect([runsOf('passes'), runsOf('busy')]).toEqual([1, 2]);
  });

  test.each([
    ['a test that fails again', `${COUNT}test('bad', () => { throw new Error('no'); });`, 1],
    ['a file that does not load', `${COUNT}throw new Error('no');`, 1],
  ])('fails with %s', async (_name, source, failed) => {
    write('bad.test.js', source);

    const run = await runAll();

    expect([run.exitCode, run.lastLine]).toEqual([1, `1 passed, ${failed} failed, 1 skipped`]);
    expect(run.stdout).not.toContain('passed alone');
    expect(runsOf('bad')).toBe(2);
  });

  test('fails at once when many files fail: that is no matter of a busy machine', async () => {
    for (const name of ['a', 'b', 'c', 'd']) write(`${name}.test.js`, FAILS_AT_FIRST);

    const run = await runAll();

    expect([run.exitCode, run.lastLine, runsOf('a')]).toEqual([1, '5 passed, 4 failed, 1 skipped', 1]);
  });
});

async function runAll(): Promise<{ exitCode: number | undefined; stdout: string; lastLine: string | undefined }> {
  const module = partOfSetUp('commands/run-all-tests.mjs');
  const jest = join(ROOT, 'node_modules/jest/bin/jest.js');
  const { exitCode, stdout } = await runModule(
    `import { runAllTests } from '${module}'; process.exitCode = await runAllTests(process.cwd(), ['${jest}']);`,
    { cwd: project.path },
  );
  return { exitCode, stdout, lastLine: stdout.trimEnd().split('\n').at(-1) };
}

function write(name: string, text: string): void {
  writeFileSync(join(project.path, name), text);
}

function runsOf(name: string): number {
  return readFileSync(join(project.path, `${name}.test.js.runs`), 'utf8').length;
}
