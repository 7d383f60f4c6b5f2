import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { LoadedModel } from 'container/explain/loaded-model';
import { loadModel } from 'container/index';
import { featureImportance, partialDependence, shapSummary } from 'kernel-helpers/cell-api/view-model';
import { SHOW_ITSELF } from 'kernel-helpers/render/self-display';
import { Table } from 'kernel-helpers/table/columnar-table';
import { z } from 'zod';
import { CITIES, FEATURES, MODELS, smallRows } from '../../container/support/small-models';
import { useXGBoostLibrary } from '../../container/support/xgboost-library';
import { captureStdout } from '../../support/capture-stdout';
import { runPython } from '../../support/run-python';
import { makeTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder';

let folder: TemporaryFolder;
let models: Record<keyof typeof MODELS, LoadedModel>;
const sample = Table.fromRows(smallRows());

beforeAll(async () => {
  useXGBoostLibrary();
  folder = makeTemporaryFolder('view-model');
  const open = async (kind: keyof typeof MODELS): Promise<LoadedModel> => {
    writeFileSync(join(folder.path, kind), MODELS[kind]());
    return await loadModel(join(folder.path, kind));
  };
  models = { numbers: await open('numbers'), two: await open('two'), three: await open('three') };
});

afterAll(() => {
  for (const model of Object.values(models ?? {})) model.close();
  folder?.close();
});

function sizeOf(view: { readonly chart: { readonly spec: object; readonly text: string } }): number {
  return JSON.stringify(view.chart.spec).length + view.chart.text.length;
}

function numbersIn(table: Table, name: string): number[] {
  return Array.from(table.column(name).values, Number);
}

describe('the importance of features', () => {
  test('is the model’s own, the most first, with shares that add up to 1', () => {
    const { table, chart } = featureImportance(models.numbers, { kind: 'total_gain', top: 2 });

    expect(table.rowCount).toBe(3);
    expect(numbersIn(table, 'IMPORTANCE')).toEqual(
      models.numbers.importance('total_gain').map(({ importance }) => importance),
    );
    expect(numbersIn(table, 'SHARE').reduce((sum, share) => sum + share)).toBeCloseTo(1, 12);
    expect(chart.text).toMatch(/^Feature importance by total_gain, the first 2 of 3\n/);
  });

  test('needs a model that is loaded here', () => {
    expect(() => featureImportance({ modelArtefact: 's3://…' } as never)).toThrow(
      /takes a model that is loaded here.*await loadModel\(finished\)/s,
    );
    expect(() => featureImportance(models.numbers, { kind: 'loss' as never })).toThrow(
      'The model has no importance "loss"',
    );
  });
});

describe('the SHAP summary', () => {
  test('means the contributions of the model over the sample, the largest first', async () => {
    const view = await shapSummary(models.numbers, sample);
    const contributions = await models.numbers.contributions(sample);

    for (const { FEATURE, MEAN_ABSOLUTE, MEAN } of view.table.toRows()) {
      const values = numbersIn(contributions, String(FEATURE));
      expect(Number(MEAN)).toBeCloseTo(values.reduce((sum, value) => sum + value) / values.length, 12);
      expect(Number(MEAN_ABSOLUTE)).toBeCloseTo(
        values.reduce((sum, value) => sum + Math.abs(value), 0) / values.length,
        12,
      );
    }
    const sizes = numbersIn(view.table, 'MEAN_ABSOLUTE');
    expect(sizes).toEqual(sizes.toSorted((one, other) => other - one));
    expect(sizeOf(view)).toBeLessThan(30_000);
  });

  test('of several classes has bars for each, and dots for one that is named in any case', async () => {
    const all = await shapSummary(models.three, sample);
    const high = await shapSummary(models.three, sample, { class: 'HIGH', top: 2 });

    expect(new Set(all.table.column('CLASS').values)).toEqual(new Set(['low', 'middle', 'high']));
    expect(JSON.stringify(all.chart.spec)).toContain('"mark":{"type":"bar"');
    expect(high.chart.text).toMatch(/^What the features add to the prediction of the class high \(SHAP, 300 rows\)/);
    expect(high.table.columnNames).toEqual(['FEATURE', 'MEAN_ABSOLUTE', 'MEAN']);
    await expect(shapSummary(models.three, sample, { class: 'huge' })).rejects.toThrow(
      'Its classes are low, middle, high.',
    );
    await expect(shapSummary(models.two, sample, { class: 'dear' })).rejects.toThrow(
      'higher means dear. Leave out the option class.',
    );
  });
});

describe('the partial dependence', () => {
  test('equals the mean prediction of Python’s XGBoost at each tried value', async () => {
    const cases = [
      ['numbers', 'medinc', 'PREDICTION'],
      ['numbers', 'CITY', 'PREDICTION'],
      ['two', 'HOUSEAGE', 'PROBABILITY'],
    ] as const;
    const found: { readonly means: readonly number[]; readonly asked: AskedMeans }[] = [];
    for (const [kind, feature, measured] of cases) {
      const { table } = await partialDependence(models[kind], sample, feature, { points: 8 });
      const [name] = table.columnNames;
      const grid = Array.from(table.column(name).values, (value) => (name === 'CITY' ? placeOf(value) : Number(value)));
      const asked = { file: join(folder.path, kind), place: FEATURES.findIndex((one) => one === name), grid };
      found.push({ means: numbersIn(table, measured), asked });
    }

    const expected = await meansOfPython(found.map(({ asked }) => asked));
    expect(found.map(({ means }) => means.length)).toEqual([8, 3, 8]);
    for (const [index, { means }] of found.entries())
      for (const [place, mean] of means.entries()) expect(Math.abs(mean - expected[index][place])).toBeLessThan(1e-6);
  });

  test('draws thin lines for some rows, and stays small', async () => {
    const view = await partialDependence(models.numbers, sample, 'MEDINC');

    expect(JSON.stringify(view.chart.spec)).toContain('"detail":{"field":"r"');
    expect(sizeOf(view)).toBeLessThan(20_000);
    const without = await partialDependence(models.numbers, sample, 'MEDINC', { lines: 0 });
    expect(JSON.stringify(without.chart.spec)).not.toContain('"detail"');
  });

  test('draws rows of each kind where kinds follow each other in turn', async () => {
    const turns = Table.fromRows(
      smallRows().map((row, index) => ({ ...row, MEDINC: 5, HOUSEAGE: 20, CITY: CITIES[index % 3] })),
    );
    const { chart } = await partialDependence(models.numbers, turns, 'HOUSEAGE');

    const lines =
      JSON.stringify(chart.spec)
        .match(/r,x,y(\\n\d+,20,[\d.]+)+/)?.[0]
        .split('\\n')
        .slice(1) ?? [];
    expect(lines).toHaveLength(25);
    expect(new Set(lines.map((line) => Number(line.split(',')[0]) % 3)).size).toBe(3);
  });

  test('of several classes has a line for each, which add up to 1', async () => {
    const { table } = await partialDependence(models.three, sample, 'HOUSEAGE', { points: 5 });

    expect(table.rowCount).toBe(15);
    const values = numbersIn(table, 'PROBABILITY');
    for (let place = 0; place < 5; place += 1) {
      expect(values[place] + values[place + 5] + values[place + 10]).toBeCloseTo(1, 5);
    }
  });

  test.each([
    ['INCOME', {}, /The model has no column INCOME\. .*MEDINC/],
    ['MEDINC', { class: 'dear' }, 'The model tells no classes apart. Leave out the option class.'],
    ['MEDINC', { grid: 5 }, /there is no option grid/],
    ['MEDINC', { points: 0 }, /points must be a whole number/],
  ])('of %s with %j is an error', async (feature, options, message) => {
    await expect(partialDependence(models.numbers, sample, feature, options as object)).rejects.toThrow(message);
  });

  test('needs every feature of the model, and rows', async () => {
    await expect(partialDependence(models.numbers, sample.without('CITY'), 'MEDINC')).rejects.toThrow(
      'The sample lacks CITY.',
    );
    await expect(partialDependence(models.numbers, sample.slice(0, 0), 'MEDINC')).rejects.toThrow(/needs rows/);
  });
});

test('a view shows its chart and its table', async () => {
  const printed = await captureStdout(async () => featureImportance(models.numbers)[SHOW_ITSELF]());

  expect(printed).toMatch(/^Feature importance by gain\n.*\nFEATURE +IMPORTANCE +SHARE\n/s);
});

/** Threads of OpenMP wait busily for each other, which takes minutes where other programs use the cores. */
const ONE_THREAD = { env: { ...process.env, OMP_NUM_THREADS: '1' } };

interface AskedMeans {
  readonly file: string;
  /** The place of the feature among the model's. */
  readonly place: number;
  readonly grid: readonly number[];
}

/** For each question the mean prediction with each value of the grid in place of the feature's own. */
async function meansOfPython(asked: readonly AskedMeans[]): Promise<readonly (readonly number[])[]> {
  const rows = smallRows().map(({ MEDINC, HOUSEAGE, CITY }) => [
    MEDINC,
    HOUSEAGE,
    CITY === null ? null : placeOf(CITY),
  ]);
  const path = join(folder.path, 'asked.json');
  writeFileSync(path, JSON.stringify({ rows, asked }));
  return z.array(z.array(z.number())).parse(
    await runPython(
      `
import json, numpy, xgboost
question = json.load(open('${path}'))
def means(file, place, grid):
    booster = xgboost.Booster()
    booster.load_model(bytearray(open(file, 'rb').read()))
    for value in grid:
        rows = numpy.array(question['rows'], dtype=float)
        rows[:, place] = value
        data = xgboost.DMatrix(rows, feature_types=['q', 'q', 'c'], enable_categorical=True)
        yield float(booster.predict(data).astype(float).mean())
print(json.dumps([list(means(**asked)) for asked in question['asked']]))
`,
      ONE_THREAD,
    ),
  );
}

function placeOf(city: unknown): number {
  return (CITIES as readonly unknown[]).indexOf(city);
}
