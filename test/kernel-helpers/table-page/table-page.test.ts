import { describe, expect, test } from '@jest/globals';
import { columnFacts } from '../../../kernel-helpers/table-page/column-facts';
import { ColumnWidths } from '../../../kernel-helpers/table-page/column-widths';
import { DecimalPoints } from '../../../kernel-helpers/table-page/decimal-points';
import { oneLine } from '../../../kernel-helpers/table-page/one-line';
import { shareAt } from '../../../kernel-helpers/table-page/share-at';
import { shownName } from '../../../kernel-helpers/table-page/shown-name';

describe('a drag over a histogram', () => {
  test('reaches its end two pixels before it', () => {
    expect([-5, 0, 2, 50, 98, 100, 120].map((x) => shareAt(x, 100))).toEqual([0, 0, 0, 0.5, 1, 1, 1]);
  });
});

describe('the columns of a wide table', () => {
  const columns = Array.from(
    { length: 200 },
    (_, index) => ({ name: `C${index}`, type: 'FLOAT', use: 'numbers' }) as const,
  );
  const widths = new ColumnWidths(columns, []);
  const width = widths.of(0);

  test('are drawn where something of them is in sight, and no others', () => {
    expect(widths.between(0, 3 * width)).toMatchObject({ first: 0, end: 3, left: 0 });
    expect(widths.between(10.5 * width, 12.5 * width)).toMatchObject({ first: 10, end: 13, left: 10 * width });
    expect(widths.between(widths.total - 1, widths.total + 900)).toMatchObject({ first: 199, end: 200 });
    expect(widths.between(0, 2 * width).template).toBe(`${width}px ${width}px`);
  });

  test('have room for their names beside the arrow and the button', () => {
    const [long] = [new ColumnWidths([{ name: 'MEDIAN_INCOME', type: 'FLOAT', use: 'numbers' }], [])];

    expect(long.of(0)).toBeGreaterThan('MEDIAN_INCOME'.length * 8 + 50);
  });
});

describe('the name of a column', () => {
  test('is said to be missing where nobody could see it', () => {
    expect(['', ' ', 'CITY'].map(shownName)).toEqual(['(no name)', '(no name)', 'CITY']);
  });
});

describe('a text of several lines', () => {
  test('is one line in a cell, with a sign where each line ends', () => {
    expect(oneLine('first\nsecond\r\nthird\tand more\u2028end')).toBe('first↵second↵third\tand more↵end');
  });
});

describe('what the head of a column says', () => {
  const numbers = { kind: 'numbers', nulls: 0, infinite: 0, distinct: 3, isExact: true, bars: [] } as const;

  test.each([
    ['a range', { profile: numbers, shown: { low: '1', high: '9', mean: '4' } }, '1 – 9, mean 4', '3 distinct'],
    [
      'one value',
      { profile: { ...numbers, distinct: 1 }, shown: { low: '7', high: '7', mean: '7' } },
      'only 7',
      '1 distinct',
    ],
    ['no values', { profile: { ...numbers, distinct: 0, nulls: 5 } }, 'no values', '0 distinct, 5 null'],
    [
      'infinite values alone',
      { profile: { ...numbers, distinct: 2, infinite: 8 } },
      'no finite values',
      '2 distinct, 8 infinite',
    ],
    [
      'an estimate',
      { profile: { ...numbers, distinct: 70_000, isExact: false }, shown: { low: '0', high: '1' } },
      '0 – 1',
      '≈ 70,000 distinct',
    ],
  ] as const)('is right for %s', (_, answer, range, counts) => {
    expect(columnFacts(answer)).toEqual([range, counts]);
  });

  test('keeps the order from the lowest to the highest text, also of texts that are read from right to left', () => {
    const profile = { kind: 'words', nulls: 0, distinct: 2, top: [] } as const;

    expect(columnFacts({ profile, shown: { low: 'שלום', high: 'two\nlines' } })[0]).toBe(
      '\u2068שלום\u2069 – two↵lines',
    );
  });
});

describe('the decimal points of a column', () => {
  const points = new DecimalPoints();
  for (const text of ['0.125', '9702.5', '7', 'null', '4.33815e-8']) points.see(0, text);

  test('stand under each other, and no number gets digits that it does not have', () => {
    const spaces = (text: string) => points.aligned(0, text).slice(text.length);

    expect(points.aligned(0, '0.125')).toBe('0.125');
    expect(spaces('9702.5')).toBe('\u2007\u2007');
    expect(spaces('7')).toBe('\u2008\u2007\u2007\u2007');
    expect(points.aligned(0, '9702.5').trim()).toBe('9702.5');
  });

  test('move nothing in a column of whole numbers', () => {
    expect(points.aligned(1, '20640')).toBe('20640');
  });
});
