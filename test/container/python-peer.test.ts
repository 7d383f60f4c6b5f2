import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Hyperparameters } from 'kernel-helpers/training-contract/index';
import { ROOT } from '../support/clone';
import { runPython } from '../support/run-python';
import { randomNumbers } from './support/houses';
import { openTrainingSite, type TrainingSite } from './support/training-site';
import { uploadScript } from './support/upload-script';

/** One model of a job: what it learns, and from which of the job's columns. */
interface Case {
  readonly parameters: Hyperparameters;
  readonly rounds: number;
  /** Rounds without an improvement after which training ends; null trains them all. */
  readonly patience: number | null;
  /** A label is the number of these bounds that the value exceeds; none leaves the value as it is. */
  readonly classes: readonly number[];
  /** With the column of texts. */
  readonly words: boolean;
  readonly weights: boolean;
}

const NUMBERS: Case = {
  parameters: { objective: 'reg:squarederror', max_depth: 4, eta: 0.9, seed: 7 },
  rounds: 6,
  patience: null,
  classes: [],
  words: false,
  weights: false,
};
const OF_CLASSES = { max_depth: 3, seed: 7 };

const CASES: Readonly<Record<string, Case>> = {
  regression: NUMBERS,
  'early stopping': { ...NUMBERS, rounds: 40, patience: 2 },
  'two classes': { ...NUMBERS, parameters: { objective: 'binary:logistic', ...OF_CLASSES }, classes: [5] },
  'three classes': {
    ...NUMBERS,
    parameters: { objective: 'multi:softprob', num_class: 3, ...OF_CLASSES },
    classes: [4, 7],
  },
  weights: { ...NUMBERS, weights: true },
  words: { ...NUMBERS, words: true },
  'words, weights and a part of the columns and rows by chance': {
    ...NUMBERS,
    parameters: { ...NUMBERS.parameters, subsample: 0.8, colsample_bytree: 0.7 },
    words: true,
    weights: true,
  },
};

/** Trains every case on the same rows, which it also leaves in files for Python, and keeps a copy of each model file. */
const SCRIPT = `
const { copyFileSync } = require('node:fs');
const cases = ${JSON.stringify(CASES)};
const base = process.env.SAGEMAKER_BASE_DIR;
exports.default = defineTraining(async ({ share, train, saveModel, host }) => {
  const rows = await share({ validation: 0.25, seed: 42 });
  for (const side of ['train', 'validation']) {
    const { columns, labels, weights } = rows[side];
    const bytes = [...columns, labels, weights].map((values) => Buffer.from(values.buffer, values.byteOffset, values.byteLength));
    writeFileSync(join(base, side + '.f4'), Buffer.concat(bytes));
  }
  for (const [name, { parameters, rounds, patience, classes, words, weights }] of Object.entries(cases)) {
    const sideOf = (side) => ({
      columns: words ? side.columns : side.columns.slice(0, 2),
      labels: classes.length === 0 ? side.labels : side.labels.map((value) => classes.filter((above) => value > above).length),
      ...(weights && { weights: side.weights }),
    });
    const part = {
      ...rows,
      features: words ? rows.features : rows.features.slice(0, 2),
      categories: words ? rows.categories : undefined,
      train: sideOf(rows.train),
      validation: sideOf(rows.validation),
    };
    const stop = patience === null ? {} : { early_stopping_rounds: patience };
    await saveModel(await train(part, { ...parameters, num_round: rounds, nthread: 1, ...stop }));
    if (host.isLeader) copyFileSync(join(base, 'model/xgboost-model'), join(base, name + '.ubj'));
  }
});`;

interface Answer {
  readonly sameFile: boolean;
  readonly rounds: number;
  readonly bestRound: string | null;
  readonly metrics: string;
  readonly metricsOfPython: string;
}

let site: TrainingSite;
/** By number of hosts and name of the case. */
let answers: Readonly<Record<number, Readonly<Record<string, Answer>>>>;
let folders: Readonly<Record<number, readonly string[]>>;

beforeAll(async () => {
  site = await openTrainingSite();
  await makeTable(site);
  const hyperparameters = {
    ...(await uploadScript(site, SCRIPT)),
    ...{ features: 'A,B,CITY', weight: 'COUNTS' },
  };
  const env = { SF_TABLE: 'measured', TARGET_COLUMN: 'VALUE' };
  const jobs = await Promise.all([2, 1].map((hostCount) => site.runJob({ hostCount, hyperparameters, env })));
  expect(jobs.flat().map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
  const [two, one] = jobs.map((hosts) => hosts.map(({ paths }) => paths.base));
  folders = { 1: one, 2: two };
  const python = readFileSync(join(ROOT, 'test/container/support/python-peer.py'), 'utf8');
  const given = { PEER_JOBS: JSON.stringify([two, one]), PEER_CASES: JSON.stringify(CASES) };
  const [ofTwo, ofOne] = (await runPython(python, { env: { ...process.env, ...given } })) as Record<string, Answer>[];
  answers = { 1: ofOne, 2: ofTwo };
}, 120_000);

afterAll(() => site.close());

describe.each([1, 2])('the model file of %i hosts', (hostCount) => {
  test.each(Object.entries(CASES))(
    'equals what XGBoost’s Python package makes of the same rows, to the byte: %s',
    (name, { rounds, patience }) => {
      const answer = answers[hostCount][name];

      expect(answer).toMatchObject({ sameFile: true, metrics: answer.metricsOfPython });
      if (patience === null) expect(answer).toMatchObject({ rounds, bestRound: null });
      else expect(answer).toMatchObject({ rounds: Number(answer.bestRound) + 1 });
    },
  );

  test('depends on the weights of the rows', () => {
    const [weighed, plain] = ['weights', 'regression'].map((name) =>
      readFileSync(join(folders[hostCount][0], `${name}.ubj`)),
    );

    expect(answers[hostCount].weights.metrics).not.toBe(answers[hostCount].regression.metrics);
    expect(weighed.equals(plain)).toBe(false);
  });
});

/** Rows with numbers, words, missing values, and weights that pull the prediction of a part of the rows. */
async function makeTable({ snowflake }: TrainingSite): Promise<void> {
  const random = randomNumbers(11);
  const rows = Array.from({ length: 400 }, (_, row) => {
    const [a, b, noise] = [10 * random(), Math.floor(50 * random()), random()];
    const city = row % 9 === 0 ? 'null' : `'${['Oakland', 'Reno', 'São Paulo'][row % 3]}'`;
    const value = a / 2 + (b > 25 ? 3 : 0) + (row % 3) + noise;
    return `(${a}, ${row % 11 === 0 ? 'null' : b}, ${city}, ${value}, ${row % 2 === 0 ? 1 : 1 + 20 * noise})`;
  });
  await snowflake.sql`create table measured (a float, b int, city varchar, value float, counts float)`;
  await snowflake.execute(`insert into measured values ${rows.join(', ')}`);
}
