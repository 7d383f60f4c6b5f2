import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from '@jest/globals';
import { ROOT } from './clone';

/**
 * Compares text with `test/golden/<name>`. A missing file is written when a person runs the tests, but fails in CI.
 * Text that differs is saved beside the golden file as `<name>.changed`: look at it, then move it over that file.
 */
export function expectGolden(name: string, text: string): void {
  expectFile(join('test', 'golden', name), text);
}

/** The same for any file of the clone that a test can write, such as a page with generated tables. */
export function expectFile(name: string, text: string): void {
  const path = join(ROOT, name);
  const changedPath = `${path}.changed`;
  const written = text.endsWith('\n') ? text : `${text}\n`;
  if (!existsSync(path) && process.env.CI === undefined) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, written);
  }
  const expected = readFileSync(path, 'utf8');
  if (expected === written) rmSync(changedPath, { force: true });
  else writeFileSync(changedPath, written);
  expect(written).toBe(expected);
}

/** JSON with one member per line, so that the diff of a golden file shows what changed. */
export function goldenJson(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
