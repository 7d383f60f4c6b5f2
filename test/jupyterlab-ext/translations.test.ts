import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { ROOT } from '../support/clone';
import { sourceFiles } from '../support/source-files';
import { translatedTextsOf } from './support/translated-texts';

const PAGE = join(ROOT, 'jupyterlab-ext/src');
const read = sourceFiles(PAGE, /\.tsx?$/).map(translatedTextsOf);
const texts = read.flatMap((file) => file.texts);
const spanish = z
  .record(z.string(), z.array(z.string()))
  .parse(JSON.parse(readFileSync(join(PAGE, 'translation/es.json'), 'utf8')));

/** `%1`, `%2`, … of a text, each once. */
function placeholdersOf(text: string): readonly string[] {
  return [...new Set(text.match(/%\d+/g) ?? [])].sort();
}

describe('the Spanish catalogue of the sidebar', () => {
  test('has every text that the page translates', () => {
    const missing = texts.filter(({ text }) => spanish[text] === undefined);

    expect(missing.map(({ text, place }) => `${place} ${JSON.stringify(text)}`)).toEqual([]);
    expect(texts.length).toBeGreaterThan(3);
  });

  test('has no text that the page does not translate', () => {
    const known = new Set(texts.map(({ text }) => text));

    expect(Object.keys(spanish).filter((text) => !known.has(text))).toEqual([]);
  });

  test('has a form for one and a form for many where English has them', () => {
    const wrong = texts.filter(({ text, plural }) => {
      const forms = spanish[text]?.length;
      return forms !== undefined && forms !== (plural === undefined ? 1 : 2);
    });

    expect(wrong).toEqual([]);
  });

  test('keeps the places of values in every form', () => {
    const wrong = texts.filter(({ text, plural = text }) => {
      const forms = spanish[text] ?? [];
      return [text, plural].some((english, index) => {
        const form = forms[Math.min(index, forms.length - 1)];
        return form !== undefined && String(placeholdersOf(form)) !== String(placeholdersOf(english));
      });
    });

    expect(wrong).toEqual([]);
  });
});

test('every text is written where it is translated, so that a catalogue can hold it', () => {
  expect(read.flatMap(({ unreadable }) => unreadable)).toEqual([]);
});
