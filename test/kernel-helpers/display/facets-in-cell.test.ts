import { describe, expect, test } from '@jest/globals';
import { barChart } from 'kernel-helpers/render/charts/bar-chart';
import { boxPlot } from 'kernel-helpers/render/charts/box-plot';
import type { Chart } from 'kernel-helpers/render/charts/chart';
import { histogram } from 'kernel-helpers/render/charts/histogram';
import { lineChart } from 'kernel-helpers/render/charts/line-chart';
import { scatter } from 'kernel-helpers/render/charts/scatter';
import { drawnOnPage } from '../../support/drawn-on-page';

const CITIES = ['Fresno', 'Oakland', 'San Luis Obispo', 'Truckee', 'Long Beach'];
const HOUSES = Array.from({ length: 300 }, (_, row) => ({
  CITY: CITIES[row % 5],
  KIND: ['house', 'flat', 'mobile home'][row % 3],
  PRICE: 80_000 + ((row * 7919) % 500_000),
  AGE: (row * 37) % 52,
}));

const CHARTS: readonly (readonly [string, () => Chart])[] = [
  ['bars', () => barChart(HOUSES, { x: 'KIND', y: 'PRICE', facet: 'CITY', colour: 'KIND' })],
  ['lying boxes', () => boxPlot(HOUSES, { x: 'PRICE', y: 'CITY', facet: 'KIND' })],
  ['a histogram', () => histogram(HOUSES, { x: 'PRICE', facet: 'CITY' })],
  ['lines', () => lineChart(HOUSES, { x: 'AGE', y: 'PRICE', facet: 'KIND' })],
  ['points', () => scatter(HOUSES, { x: 'AGE', y: 'PRICE', size: 'AGE', colour: 'CITY', facet: 'CITY' })],
];

describe('small charts with their axes and legends', () => {
  test.each(CHARTS)('are seen whole in cells of any width: %s', (_, draw) => {
    const { spec } = draw();
    for (const room of [400, 600, 900, 1300]) {
      const drawn = drawnOnPage(spec, room);
      expect(drawn.width).toBe(Math.min(room, 640));
      expect(drawn.left).toBeGreaterThanOrEqual(0);
      expect(drawn.right).toBeLessThanOrEqual(drawn.width);
    }
  });

  test('share the width of the cell, also where there is only one', () => {
    const drawn = (kinds: number) =>
      drawnOnPage(
        histogram({ v: [1, 2, 3, 4], f: [0, 1, 2, 3].map((at) => at % kinds) }, 'v', { facet: 'f' }).spec,
        600,
      );

    for (const kinds of [1, 2, 3]) {
      const { left, right, signal } = drawn(kinds);
      expect(right - left).toBeGreaterThan(580);
      expect(kinds * Number(signal('child_width'))).toBeGreaterThan(480);
    }
  });

  test('have the width that the option says', () => {
    const { spec } = histogram(HOUSES, { x: 'PRICE', facet: 'CITY', width: 111 });

    expect(spec).toMatchObject({ spec: { width: 111 } });
    expect(spec).not.toHaveProperty('usermeta');
  });
});
