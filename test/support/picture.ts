import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from '@jest/globals';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { ROOT } from './clone';

/** The share of pixels that may differ: other machines draw the edges of letters with other pixels. */
const TOLERATED_SHARE = 0.02;

/**
 * Compares a screenshot with `test/golden/<name>.png`. A missing file is written when a person runs the tests, but
 * fails in CI. A picture that differs is saved beside it as `<name>.changed.png`, with `<name>.difference.png`: look at
 * both, then move the first over the golden file.
 */
export function expectPicture(name: string, screenshot: Buffer): void {
  const path = join(ROOT, 'test', 'golden', `${name}.png`);
  const beside = (word: string): string => join(ROOT, 'test', 'golden', `${name}.${word}.png`);
  if (!existsSync(path) && process.env.CI === undefined) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, screenshot);
  }
  const [golden, taken] = [PNG.sync.read(readFileSync(path)), PNG.sync.read(screenshot)];
  const { width, height } = golden;
  const difference = new PNG({ width, height });
  const isOfOneSize = taken.width === width && taken.height === height;
  const share = isOfOneSize
    ? pixelmatch(golden.data, taken.data, difference.data, width, height, { threshold: 0.2 }) / (width * height)
    : 1;
  if (share <= TOLERATED_SHARE) {
    for (const word of ['changed', 'difference']) rmSync(beside(word), { force: true });
  } else {
    writeFileSync(beside('changed'), screenshot);
    if (isOfOneSize) writeFileSync(beside('difference'), PNG.sync.write(difference));
  }
  expect({ name, size: [taken.width, taken.height], isLikeGolden: share <= TOLERATED_SHARE }).toEqual({
    name,
    size: [width, height],
    isLikeGolden: true,
  });
}
