import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from '@jest/globals';
import { ROOT } from './clone';

/**
 * Compares text with `test/golden/<name>`. A file that is missing is written where a person looks on, and fails in CI;
 * text that differs is saved beside the golden file as `<name>.changed`, to be looked at and moved over it.
 */
export function expectGolden(name: string, text: string): void {
  const path = join(ROOT, 'test', 'golden', name);
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

/** JSON with one member a line, so that a changed golden file shows what changed. */
export function goldenJson(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
