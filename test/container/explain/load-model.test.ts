import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { LoadedModel } from 'container/explain/loaded-model';
import { loadModel } from 'container/index';
import { findLibrary } from 'container/xgboost/library';
import { awsClients } from 'kernel-helpers/aws/clients';
import { Table } from 'kernel-helpers/table/columnar-table';
import { create } from 'tar';
import { z } from 'zod';
import { startLocalAccount, type TestAccount } from '../../support/local-account';
import { runPython } from '../../support/run-python';
import { makeTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder';
import { withEnvironment } from '../../support/with-environment';
import { CITIES, MODELS, modelFile, ROW_COUNT, smallRows } from '../support/small-models';
import { useXGBoostLibrary, xgboostLibrary } from '../support/xgboost-library';

let folder: TemporaryFolder;
let account: TestAccount;
let restore: () => void;
const rows = Table.fromRows(smallRows());
const sample = rows.without('TARGET');

beforeAll(async () => {
  useXGBoostLibrary();
  folder = makeTemporaryFolder('load-model');
  account = await startLocalAccount();
  restore = withEnvironment(account.settings);
});

afterAll(async () => {
  restore?.();
  await account?.close();
  folder?.close();
});

async function open(kind: keyof typeof MODELS): Promise<LoadedModel> {
  const path = join(folder.path, kind);
  writeFileSync(path, MODELS[kind]());
  return await loadModel(path);
}

describe('a model', () => {
  test('comes from a file, a folder, an archive, S3, and a finished job', async () => {
    const path = join(folder.path, 'places');
    mkdirSync(path);
    writeFileSync(join(path, 'xgboost-model'), MODELS.numbers());
    const archive = join(folder.path, 'model.tar.gz');
    const packed = await buffer(create({ gzip: true, cwd: path }, ['xgboost-model']));
    writeFileSync(archive, packed);
    await awsClients.s3().send(new CreateBucketCommand({ Bucket: 'models' }));
    const uri = 's3://models/job/output/model.tar.gz';
    await awsClients
      .s3()
      .send(new PutObjectCommand({ Bucket: 'models', Key: 'job/output/model.tar.gz', Body: packed }));
    const job = { describe: async () => ({ modelArtefact: uri }) };

    const predictions: Float64Array[] = [];
    for (const source of [join(path, 'xgboost-model'), path, archive, uri, { modelArtefact: uri }, job]) {
      const model = await loadModel(source);
      predictions.push(await model.predict(sample));
      model.close();
    }

    expect(predictions[0]).toHaveLength(ROW_COUNT);
    for (const other of predictions) expect(other).toEqual(predictions[0]);
  });

  test.each([
    ['s3://models/nothing/model.tar.gz', /^The model s3:.* is not there/],
    [
      '/nowhere/model.tar.gz',
      'There is no model /nowhere/model.tar.gz. Name a folder, a model.tar.gz or a model file.',
    ],
    ['s3://models', /must look like s3:\/\/<bucket>/],
    [42, /^loadModel\(\) takes a finished job/],
    [{ describe: async () => ({}) }, /has left no model yet/],
  ])('that is not at %j is a UserError', async (source, message) => {
    await expect(loadModel(source as string)).rejects.toMatchObject({
      kind: 'user',
      message: typeof message === 'string' ? message : expect.stringMatching(message),
    });
  });

  test('that is not one of XGBoost is a UserError that says so', async () => {
    writeFileSync(join(folder.path, 'none'), 'no model');

    await expect(loadModel(join(folder.path, 'none'))).rejects.toThrow(/cannot be loaded: .*UBJSON or JSON/s);
  });

  test('takes columns by their names in any case and order, and refuses a table that lacks one', async () => {
    const model = await open('numbers');
    const turned = Table.fromRows(
      smallRows().map(({ MEDINC, HOUSEAGE, CITY, TARGET }) => ({
        city: CITY,
        TARGET,
        medinc: MEDINC,
        HouseAge: HOUSEAGE,
      })),
    );

    expect(await model.predict(turned)).toEqual(await model.predict(sample));
    await expect(model.predict(sample.without('CITY'))).rejects.toThrow(
      'The data lack CITY. The model takes MEDINC, HOUSEAGE, CITY',
    );
    await expect(model.predict([{ MEDINC: 1, HOUSEAGE: 2, CITY: 'Paris' }])).rejects.toThrow(
      'the model knows only the texts Fresno, Oakland, Reno',
    );
    model.close();
  });

  test('that does not name its features takes as many columns as it has', async () => {
    writeFileSync(
      join(folder.path, 'unnamed'),
      modelFile([['objective', 'reg:squarederror']], (target) => target, { names: null }),
    );
    const model = await loadModel(join(folder.path, 'unnamed'));

    await expect(model.predict([[1, 2]])).rejects.toThrow(
      'The rows have 2 columns besides the target, but the model takes 3',
    );
    expect(await model.predict([[1, 2, 0]])).toHaveLength(1);
    model.close();
  });

  test('of two or three classes gives their names and a column of probabilities for each', async () => {
    for (const [kind, names] of [
      ['two', ['cheap', 'dear']],
      ['three', ['low', 'middle', 'high']],
    ] as const) {
      const model = await open(kind);
      const classes = await model.predict(sample, { classes: true });
      const probabilities = await model.predict(sample, { probabilities: true });

      expect(model.classes).toEqual(names);
      expect(probabilities.columnNames).toEqual(names);
      for (const [row, likely] of classes.entries()) {
        const values = names.map((name) => Number(probabilities.column(name).values[row]));
        expect(values.reduce((sum, value) => sum + value)).toBeCloseTo(1, 5);
        expect(names[values.indexOf(Math.max(...values))]).toBe(likely);
      }
      model.close();
    }
    const numbers = await open('numbers');
    await expect(numbers.predict(sample, { classes: true })).rejects.toThrow(
      'The model tells no classes apart: its objective reg:squarederror predicts a number.',
    );
    numbers.close();
  });

  test('explains its predictions as Python’s XGBoost does', async () => {
    const kinds = ['numbers', 'two', 'three'] as const;
    const found: Table[] = [];
    for (const kind of kinds) {
      const model = await open(kind);
      found.push(await model.contributions(sample));
      model.close();
    }

    const expected = await contributionsOfPython(kinds.map((kind) => join(folder.path, kind)));
    const features = ['MEDINC', 'HOUSEAGE', 'CITY', 'BIAS'];
    for (const [index, kind] of kinds.entries()) {
      expect(found[index].columnNames).toEqual(kind === 'three' ? ['ROW', 'CLASS', ...features] : features);
      const rows = found[index].select(...features).toRows();
      const given = rows.map((row) => Object.values(row).map(Number));
      expect(given).toHaveLength(expected[index].length);
      for (const [row, values] of expected[index].entries())
        for (const [place, value] of values.entries()) expect(given[row][place]).toBeCloseTo(value, 6);
    }
  });

  test('says how much each feature counts, and which importances it knows', async () => {
    const model = await open('numbers');

    const gain = model.importance();
    expect(gain.map(({ feature }) => feature).toSorted()).toEqual(['CITY', 'HOUSEAGE', 'MEDINC']);
    expect(gain[0].importance).toBeGreaterThan(gain[2].importance);
    expect(model.importance('weight').every(({ importance }) => Number.isInteger(importance))).toBe(true);
    expect(() => model.importance('loss' as 'gain')).toThrow(
      'The model has no importance "loss". It knows gain, weight, cover, total_gain, total_cover.',
    );
    model.close();
  });

  test('ends with the signal, and once it is closed', async () => {
    const model = await open('numbers');
    const long = Table.fromRows(Array.from({ length: 400 }, () => smallRows()).flat());
    const aborter = new AbortController();
    const under = model.contributions(long, { signal: aborter.signal });
    aborter.abort(new Error('enough'));

    await expect(under).rejects.toThrow('enough');
    model.close();
    model.close();
    await expect(model.predict(sample)).rejects.toThrow('The model is closed.');
    expect(() => model.importance()).toThrow('The model is closed.');
  });
});

test('XGBoost’s library is found in a Python environment', () => {
  const environment = xgboostLibrary().replace(/\/lib\/python3\.\d+\/.*$/, '');

  expect(findLibrary(['/nowhere', environment])).toBe(xgboostLibrary());
  expect(findLibrary(['/nowhere'])).toBeUndefined();
});

/** Threads of OpenMP wait busily for each other, which takes minutes where other programs use the cores. */
const ONE_THREAD = { env: { ...process.env, OMP_NUM_THREADS: '1' } };

/** For each model file what its features add to each row. */
async function contributionsOfPython(files: readonly string[]): Promise<readonly (readonly (readonly number[])[])[]> {
  const rows = smallRows().map(({ MEDINC, HOUSEAGE, CITY }) => [
    MEDINC,
    HOUSEAGE,
    CITY === null ? null : placeOf(CITY),
  ]);
  const path = join(folder.path, 'asked.json');
  writeFileSync(path, JSON.stringify({ rows, files }));
  const answered = await runPython(
    `
import json, numpy, xgboost
question = json.load(open('${path}'))
data = xgboost.DMatrix(numpy.array(question['rows'], dtype=float), feature_types=['q', 'q', 'c'], enable_categorical=True)
def contributions(file):
    booster = xgboost.Booster()
    booster.load_model(bytearray(open(file, 'rb').read()))
    values = booster.predict(data, pred_contribs=True)
    return values.reshape(-1, values.shape[-1]).tolist()
print(json.dumps([contributions(file) for file in question['files']]))
`,
    ONE_THREAD,
  );
  return z.array(z.array(z.array(z.number()))).parse(answered);
}

function placeOf(city: string): number {
  return CITIES.findIndex((known) => known === city);
}
