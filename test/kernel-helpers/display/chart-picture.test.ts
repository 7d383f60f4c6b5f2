import { describe, expect, test } from '@jest/globals';
import { bundleOf } from 'kernel-helpers/display/bundle';
import { MIME } from 'kernel-helpers/mime';
import { Chart } from 'kernel-helpers/render/charts/chart';
import { heatMap } from 'kernel-helpers/render/charts/heat-map';
import { histogram } from 'kernel-helpers/render/charts/histogram';
import { lineChart } from 'kernel-helpers/render/charts/line-chart';
import { drawingParts } from 'kernel-helpers/render/charts/picture/drawing-parts';
import { toPalette } from 'kernel-helpers/render/charts/picture/palette';
import { scatter } from 'kernel-helpers/render/charts/scatter';
import { PNG } from 'pngjs';

const MAX_OUTPUT_BYTES = 30_000;

function pictureOf(chart: Chart): PNG {
  return PNG.sync.read(Buffer.from(String(bundleOf(chart)[MIME.png]), 'base64'));
}

/** How many pixels of an area are darker than a middle grey. */
function darkPixels({ width, data }: PNG, area: { readonly from: number; readonly to: number }): number {
  let dark = 0;
  for (let at = 4 * width * area.from; at < 4 * width * area.to; at += 4) {
    if (data[at] + data[at + 1] + data[at + 2] < 3 * 100) dark += 1;
  }
  return dark;
}

/** Looks random, and is the same on every machine (a linear congruential generator). */
function numbers(count: number, seed = 42): Float64Array {
  let state = seed;
  return Float64Array.from({ length: count }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return (state / 2 ** 31) * 5;
  });
}

const [X, Y, Z] = [numbers(20_000), numbers(20_000, 7), numbers(20_000, 9)];
const CHARTS: readonly (readonly [string, () => Chart])[] = [
  ['a histogram', () => histogram({ X }, 'X')],
  ['a scatter chart of a thousand points', () => scatter({ X, Y }, { x: 'X', y: 'Y' })],
  ['a full heat map', () => heatMap({ X, Y, Z }, { x: 'X', y: 'Y', colour: 'Z' })],
  [
    'a line chart of three metrics',
    () =>
      lineChart(['a', 'b', 'c'].map((name) => ({ name, points: [...X].map((value, round) => ({ round, value })) }))),
  ],
];

describe('the picture of a chart', () => {
  test.each(CHARTS)('of %s has its text, and fits with all else into 30 KB', (_, draw) => {
    const bundle = bundleOf(draw());
    const picture = PNG.sync.read(Buffer.from(String(bundle[MIME.png]), 'base64'));

    expect(Buffer.byteLength(JSON.stringify(bundle))).toBeLessThan(MAX_OUTPUT_BYTES);
    // The title and the labels below the axis; without a font they vanish, and nothing says so.
    expect(darkPixels(picture, { from: 0, to: 15 })).toBeGreaterThan(20);
    expect(darkPixels(picture, { from: picture.height - 15, to: picture.height })).toBeGreaterThan(10);
  });

  test('has the letters of many languages', () => {
    const inked = ['Años', 'Größe', 'Δοκιμή', 'Цена', '€ ≤ ∞'].map((title) =>
      darkPixels(pictureOf(histogram({ v: [1, 2] }, 'v', { title })), { from: 0, to: 20 }),
    );
    const box = darkPixels(pictureOf(histogram({ v: [1, 2] }, 'v', { title: ' ' })), { from: 0, to: 20 });

    for (const ink of inked) expect(ink).toBeGreaterThan(box + 50);
  });

  test('is white behind the chart, whatever the theme of the notebook is', () => {
    const { data } = pictureOf(histogram({ v: [1, 2] }, 'v'));

    expect([...data.subarray(0, 4)]).toEqual([255, 255, 255, 255]);
  });

  test('is the same when it is drawn again', () => {
    const draw = () => bundleOf(histogram({ X }, 'X', { title: 'again' }))[MIME.png];

    expect(draw()).toBe(draw());
  });

  test('keeps both ends of a colour scale with few colours', () => {
    // 200 colours from black to red, the ends one pixel each; the middle ones many.
    const shades = Array.from({ length: 200 }, (_, shade) => Array<number>(shade % 199 === 0 ? 1 : 50).fill(shade));
    const pixels = Uint8Array.from(shades.flat().flatMap((red) => [red, 0, 0, 255]));

    const { colours } = toPalette(pixels, 12);

    expect(colours).toHaveLength(12);
    expect(Math.min(...colours)).toBeLessThan(10);
    expect(Math.max(...colours)).toBeGreaterThan(190);
  });

  test('is left out where it cannot fit, and the text says so', () => {
    const { spec, text } = histogram({ X }, 'X');
    const large = new Chart({ ...spec, description: 'x'.repeat(29_000) }, text);

    expect(bundleOf(large)).toEqual({
      [MIME.vegaLite]: large.spec,
      [MIME.text]: `${text}\n(no picture: its picture would be too large for a notebook.)`,
    });
  });
});

test('texts are as wide as the letters of the font', () => {
  const parts = drawingParts();
  if ('missing' in parts) throw new Error(parts.missing);

  const { font, vega } = parts;
  const widths = ['iiii', 'eeee', 'MMMM'].map((text) => font.widthOf(text));

  expect(widths).toEqual([...widths].sort((one, other) => one - other));
  expect(widths[2]).toBeGreaterThan(3 * widths[0]);
  expect(vega.textMetrics.width({ fontSize: 20 }, 'MMMM')).toBeCloseTo(20 * widths[2]);
  expect(vega.textMetrics.width({ fontSize: 20, fontWeight: 'bold' }, 'eeee')).toBeGreaterThan(20 * widths[1]);
});

describe('a Vega-Lite specification of the user', () => {
  const spec = {
    $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
    data: { values: [{ a: 1 }, { a: 2 }] },
    mark: 'bar',
    encoding: { x: { field: 'a', type: 'ordinal' } },
  };

  test('has a picture too', () => {
    expect(bundleOf(spec)).toEqual({
      [MIME.vegaLite]: spec,
      [MIME.text]: 'Vega-Lite chart',
      [MIME.png]: expect.stringMatching(/^iVBOR/),
    });
  });

  test.each([
    [{ ...spec, data: { url: 'cars.csv' } }, 'no picture: it reads an address, which only a page can do'],
    [{ ...spec, transform: [{ filter: 'datum.' }] }, 'no picture: Vega cannot draw it.'],
  ])('goes without one where it cannot be drawn here, and says so', (other, reason) => {
    const bundle = bundleOf(other);

    expect(bundle).not.toHaveProperty(MIME.png);
    expect(bundle[MIME.text]).toContain(reason);
  });
});
