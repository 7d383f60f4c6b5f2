import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { ROOT } from '../support/clone';
import { sourceFiles } from '../support/source-files';

const SPANISH_NOTEBOOK = /\.es\.ipynb$/;
const notebook = z.object({
  cells: z.array(
    z.object({
      id: z.string(),
      cell_type: z.string(),
      source: z.array(z.string()),
      metadata: z.looseObject({ translationOf: z.string().optional() }),
    }),
  ),
});

/** A piece of a page in both languages: a cell of a notebook, or a section of README. */
interface Piece {
  readonly name: string;
  readonly english: string;
  readonly spanish: string;
  /** The fingerprint of the English text that was translated, as the Spanish page notes it. */
  readonly translationOf: string | undefined;
}

const pages = [
  ...sourceFiles(join(ROOT, 'notebooks'), SPANISH_NOTEBOOK).map((path) => ({
    page: relative(ROOT, path),
    pieces: piecesOfNotebook(path),
  })),
  ...['README.es.md', 'notebooks/tour/README.es.md'].map((page) => ({ page, pieces: piecesOfPage(page) })),
];

test('there are Spanish pages', () => {
  expect(pages.map(({ page }) => page)).toEqual(
    expect.arrayContaining([
      'README.es.md',
      'notebooks/snowflake-load-dataset.es.ipynb',
      'notebooks/sagemaker-snowflake-example.es.ipynb',
    ]),
  );
});

describe.each(pages)('$page', ({ pieces }) => {
  test('translates the English text as it is now', () => {
    const old = pieces.filter(({ english, translationOf }) => translationOf !== fingerprint(english));

    // What to do: translate the piece again, then note the fingerprint that is shown here in the Spanish page.
    expect(old.map(({ name, english }) => `${name}: ${fingerprint(english)}`)).toEqual([]);
  });

  test('links to the same pages', () => {
    const different = pieces.filter(({ english, spanish }) => differ(linksOf(english), linksOf(spanish)));

    expect(different.map(({ name }) => name)).toEqual([]);
  });

  test('names the same numbers', () => {
    const different = pieces.filter(({ english, spanish }) => differ(numbersOf(english), numbersOf(spanish)));

    expect(different.map(({ name }) => name)).toEqual([]);
  });

  test('has the code, names and commands of the English text', () => {
    const missing = pieces.flatMap(({ name, english, spanish }) => {
      const there = codeOf(spanish);
      return codeOf(english)
        .filter((code) => !there.includes(code))
        .map((code) => `${name}: ${code}`);
    });

    expect(missing).toEqual([]);
  });

  test('has headings of the same levels', () => {
    const different = pieces.filter(({ english, spanish }) => differ(levelsOf(english), levelsOf(spanish)));

    expect(different.map(({ name }) => name)).toEqual([]);
  });
});

function piecesOfNotebook(path: string): readonly Piece[] {
  const [english, spanish] = [path.replace(SPANISH_NOTEBOOK, '.ipynb'), path].map(
    (file) => notebook.parse(JSON.parse(readFileSync(file, 'utf8'))).cells,
  );
  return (english ?? []).map(({ id, cell_type, source }) => {
    const twin = spanish?.find((cell) => cell.id === id);
    const isText = cell_type === 'markdown';
    return {
      name: id,
      english: source.join(''),
      // The code of cells is compared token by token in spanish-twins.test.ts.
      spanish: isText ? (twin?.source.join('') ?? '') : source.join(''),
      translationOf: twin?.metadata.translationOf,
    };
  });
}

/** By their place, since headings differ. The last comment of the Spanish page notes the fingerprints in that order. */
function piecesOfPage(page: string): readonly Piece[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const notes = /<!-- translated:\n([\s\S]*?)-->\s*$/.exec(text)?.[1] ?? '';
  const noted = notes.trim().split('\n');
  const spanish = sectionsOf(text.replace(/<!-- translated:[\s\S]*$/, ''));
  return sectionsOf(readFileSync(join(ROOT, page.replace('.es.md', '.md')), 'utf8')).map((english, place) => ({
    name: english.split('\n', 1)[0] ?? '',
    english,
    spanish: spanish[place] ?? '',
    translationOf: noted[place]?.split(' ', 1)[0],
  }));
}

function sectionsOf(text: string): readonly string[] {
  return text.split(/^(?=#{1,2} )/m).filter((section) => section.trim() !== '');
}

function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** The targets of links. A link from one language to the other stands in both. */
function linksOf(text: string): readonly string[] {
  return [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) => withoutLanguage(target)).sort();
}

function numbersOf(text: string): readonly string[] {
  const words = text.replaceAll(/`[^`]*`|\]\([^)]*\)/g, '');
  return (words.match(/\d(?:[\d,.]*\d)?/g) ?? []).sort();
}

/** Code between backticks, and code blocks without what a comment says to people. */
function codeOf(text: string): readonly string[] {
  const blocks = [...text.matchAll(/^```\w*\n([\s\S]*?)^```/gm)].map(([, code = '']) =>
    code.replaceAll(/\s+(?:#|\/\/) .*$/gm, ''),
  );
  const spans = [...text.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/(`+)(.+?)\1/g)].map(([, , code = '']) => code);
  return [...blocks, ...spans].map(withoutLanguage);
}

function levelsOf(text: string): readonly string[] {
  return text.replaceAll(/^```[\s\S]*?^```/gm, '').match(/^#+(?= )/gm) ?? [];
}

function withoutLanguage(text: string): string {
  return text.replaceAll(/\.es(?=\.(?:ipynb|md)\b)/g, '');
}

function differ(left: readonly string[], right: readonly string[]): boolean {
  return JSON.stringify(left) !== JSON.stringify(right);
}
