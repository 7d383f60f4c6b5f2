import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { PNG } from 'pngjs';
import { ROOT } from '../support/clone';
import { withPalette } from './palette-picture';
import { LARGEST_PICTURE_BYTES, LARGEST_TOUR_BYTES, TOUR_FOLDER, TOUR_PICTURES } from './tour-pictures';

const FILES = TOUR_PICTURES.map(({ file }) => file);
const PAGES = ['README.md', 'README.es.md', `${TOUR_FOLDER}/README.md`, `${TOUR_FOLDER}/README.es.md`];

describe('the tour', () => {
  test.each(PAGES)(
    'is in %s, each picture once and in the order of the script, with words for who cannot see it',
    (page) => {
      const shown = [...readFileSync(join(ROOT, page), 'utf8').matchAll(/!\[([^\]]*)\]\(([^)]+\.png)\)/g)]
        .map(([, words = '', target = '']) => ({ words, path: relative(ROOT, join(ROOT, dirname(page), target)) }))
        .filter(({ path }) => path.startsWith(TOUR_FOLDER));

      expect(shown.map(({ path }) => path)).toEqual(FILES.map((file) => `${TOUR_FOLDER}/${file}`));
      expect(shown.filter(({ words }) => words.length < 20)).toEqual([]);
    },
  );

  test('has the pictures that the script takes, and no others', () => {
    const pictures = readdirSync(join(ROOT, TOUR_FOLDER)).filter((file) => file.endsWith('.png'));

    expect(pictures.sort()).toEqual([...FILES].sort());
  });

  test('is small: each picture, and all together', () => {
    const sizes = FILES.map((file) => ({ file, bytes: statSync(join(ROOT, TOUR_FOLDER, file)).size }));

    expect(sizes.filter(({ bytes }) => bytes > LARGEST_PICTURE_BYTES)).toEqual([]);
    expect(sizes.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(LARGEST_TOUR_BYTES);
  });
});

describe('a picture with a palette', () => {
  /** One row, with a pixel for each colour. */
  function pictureOf(colours: readonly number[]): Buffer {
    const png = new PNG({ width: colours.length, height: 1 });
    colours.forEach((colour, x) => {
      png.data.set([colour >> 16, (colour >> 8) & 255, colour & 255, 255], x * 4);
    });
    return PNG.sync.write(png);
  }

  function coloursOf(picture: Buffer): readonly number[] {
    const { width, data } = PNG.sync.read(picture);
    return Array.from({ length: width }, (_, x) => data.readUIntBE(x * 4, 3));
  }

  test('has exactly the colours of a picture that has few', () => {
    const colours = [0xffffff, 0x000000, 0x123456, 0xfedcba, 0xffffff];

    expect(coloursOf(withPalette(pictureOf(colours)))).toEqual(colours);
  });

  test('takes the nearest of the most frequent colours for one that is rare', () => {
    const frequent = Array.from({ length: 256 }, (_, grey) => grey * 0x010101);
    const colours = [...frequent, ...frequent, 0x646566];

    const shown = coloursOf(withPalette(pictureOf(colours)));

    expect(shown.slice(0, 512)).toEqual(colours.slice(0, 512));
    expect(shown.at(-1)).toBe(0x656565);
  });
});
