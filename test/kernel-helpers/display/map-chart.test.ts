import { expect, test } from '@jest/globals';
import { bundleOf } from 'kernel-helpers/display/bundle';
import { MIME } from 'kernel-helpers/mime';
import type { Chart } from 'kernel-helpers/render/charts/chart';
import { mapChart } from 'kernel-helpers/render/charts/map-chart';
import { outlineWithin } from 'kernel-helpers/render/charts/outline';
import { smallestOf } from 'kernel-helpers/values/extremes';

const HOUSES = Array.from({ length: 900 }, (_, row) => ({
  LATITUDE: 32.5 + ((row * 7) % 90) / 10,
  LONGITUDE: -124.3 + ((row * 11) % 100) / 10,
  INCOME: row % 10,
  CITY: `city ${row % 4}`,
}));

function outlineOf({ spec }: Chart): readonly (readonly number[][])[] {
  const [layer] = spec.layer as [{ data: { values: [{ geometry: { coordinates: number[][][] } }] } }];
  return layer.data.values[0].geometry.coordinates;
}

test('a map finds longitudes and latitudes by their names, and colours the points', () => {
  const chart = mapChart(HOUSES, { colour: 'income' });
  const short = mapChart({ lat: [40.4, 41.4], lon: [-3.7, 2.2] });

  expect(chart.text).toBe(
    'INCOME by place\nmap of 500 of 900 rows: longitude -124.30 to -114.40, latitude 32.50 to 41.40',
  );
  expect(JSON.stringify(chart.spec)).toContain('"subtitle":"500 of 900 rows, taken evenly"');
  expect(short.text).toContain('map of 2 rows: longitude -3.70 to 2.20, latitude 40.40 to 41.40');
});

test('a map has only the outline within its view, and fits with its picture into 30 KB', () => {
  const chart = mapChart(HOUSES, { colour: 'CITY' });
  const bundle = bundleOf(chart);
  const points = outlineOf(chart).flat();

  expect(points.length).toBeGreaterThan(50);
  for (const [longitude, latitude] of points) {
    expect(longitude).toBeGreaterThan(-125.5);
    expect(longitude).toBeLessThan(-113.5);
    expect(latitude).toBeGreaterThan(31.5);
    expect(latitude).toBeLessThan(42.5);
  }
  expect(bundle[MIME.png]).toMatch(/^iVBOR/);
  expect(JSON.stringify(bundle).length).toBeLessThan(30_000);
});

test('an outline passes through known places: the border of Portugal, and the line between California and Nevada', () => {
  const nearest = (box: Parameters<typeof outlineWithin>[0], [x, y]: readonly [number, number]): number =>
    smallestOf(outlineWithin(box).flatMap((line) => line.map(([east, north]) => Math.hypot(east - x, north - y))));

  // The Guadiana between Ayamonte and Vila Real de Santo António; the corner of the two states in Lake Tahoe.
  expect(nearest({ west: -9, south: 36.5, east: -6, north: 39 }, [-7.41, 37.19])).toBeLessThan(0.1);
  expect(nearest({ west: -121, south: 38.5, east: -119, north: 40 }, [-120, 39])).toBeLessThan(0.05);
});

test.each([
  ['the whole world', { west: -180, south: -90, east: 180, north: 90 }],
  ['most of it', { west: -170, south: -60, east: 170, north: 80 }],
  ['Europe', { west: -25, south: 34, east: 45, north: 72 }],
  ['a sea of islands', { west: 90, south: -12, east: 160, north: 25 }],
  ['a town', { west: -122.6, south: 37.6, east: -122.3, north: 37.9 }],
  ['a place', { west: 2.35, south: 48.85, east: 2.35, north: 48.85 }],
])('an outline of %s has no more points than a picture needs', (_name, box) => {
  const lines = outlineWithin(box);

  expect(lines.flat().length).toBeLessThanOrEqual(300);
  expect(lines.every((line) => line.length > 1)).toBe(true);
});

test('a map of places all over the world is drawn, with the large coasts', () => {
  const places = Array.from({ length: 100 }, (_, row) => ({ LON: row * 3.4 - 170, LAT: (row % 14) * 10 - 60 }));

  const { layer } = mapChart(places).spec as {
    layer: readonly [{ data: { values: readonly [{ geometry: { coordinates: readonly unknown[][] } }] } }];
  };

  expect(layer[0].data.values[0].geometry.coordinates.flat().length).toBeGreaterThan(150);
});

test('degrees that are none are refused, with what may be swapped', () => {
  expect(() => mapChart({ lat: [-120, -118], lon: [34, 35] })).toThrow(
    'mapChart() cannot place column lat: it goes from -120 to -118, and a latitude of this map, as y, lies from -85 to 85 degrees.',
  );
  expect(() => mapChart([{ a: 1 }])).toThrow('x is missing: give it the name of a column.');
});
