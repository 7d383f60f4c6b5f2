import { describe, expect, test } from '@jest/globals';
import { ColumnWidths } from '../../../kernel-helpers/table-page/column-widths';
import { DecimalPoints } from '../../../kernel-helpers/table-page/decimal-points';
import { shareAt } from '../../../kernel-helpers/table-page/share-at';

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
