import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { runInForeground } from './run-in-foreground.mjs';

/** More than this do not fail by the machine's load. */
const MOST_FILES_AGAIN = 3;

/** @typedef {{ path: string, passed: number, failed: number, skipped: number }} TestFile */

/**
 * Runs every test. At most three files that fail among all others, on a machine that is busy with them, run once more,
 * alone. If they pass then, the run passes, and its last lines name them: each is a test to mend.
 * @param {string} root
 * @param {readonly string[]} jest the program and its arguments
 * @returns {Promise<number>} the exit code
 */
export async function runAllTests(root, jest) {
  const folder = mkdtempSync(join(tmpdir(), 'tests-'));
  try {
    const first = await runJest(root, jest, join(folder, 'first.json'));
    const failed = first.files.filter((file) => file.failed > 0);
    // Without failed files, jest itself failed or was interrupted.
    if (first.exitCode === 0 || failed.length === 0) return first.exitCode;
    if (failed.length > MOST_FILES_AGAIN) return first.exitCode;
    const names = failed.map(({ path }) => relative(root, path));
    console.log(`\nOnce more, alone: ${names.join(', ')}`);
    const paths = failed.map(({ path }) => path);
    const second = await runJest(root, [...jest, '--runInBand', '--runTestsByPath', ...paths], join(folder, 'second'));
    if (second.exitCode === 0) console.log(`\nFailed in the whole run, passed alone: ${names.join(', ')}`);
    console.log(`\n${sentence([...first.files.filter((file) => !failed.includes(file)), ...second.files])}`);
    return second.exitCode;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * @param {string} root
 * @param {readonly string[]} jest
 * @param {string} record
 * @returns {Promise<{ exitCode: number, files: readonly TestFile[] }>}
 */
async function runJest(root, jest, record) {
  const env = { ...process.env, TEST_RECORD: record };
  const exitCode = await runInForeground(process.execPath, jest, { cwd: root, env });
  return { exitCode, files: existsSync(record) ? JSON.parse(readFileSync(record, 'utf8')) : [] };
}

/** @param {readonly TestFile[]} files */
function sentence(files) {
  const sum = (/** @type {'passed' | 'failed' | 'skipped'} */ what) =>
    files.reduce((total, file) => total + file[what], 0);
  return `${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`;
}
