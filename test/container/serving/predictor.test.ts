import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Predictor, predictorOf } from 'container/serving/predictor';
import { writeCsv, writeJson } from 'container/serving/write-answer';
import { Booster, type Parameter } from 'container/xgboost/booster';
import { DMatrix } from 'container/xgboost/dmatrix';
import type { AnswerPart } from 'kernel-helpers/training-contract/index';
import { randomNumbers } from '../support/houses';
import { useXGBoostLibrary } from '../support/xgboost-library';

beforeAll(useXGBoostLibrary);

const always = () => true;

describe('a model of two classes', () => {
  test.each([
    ['binary:logistic', 'score,class,probabilities', /^0\.\d+,no,0\.\d+,0\.\d+\n0\.\d+,"yes, it is",0\.\d+,0\.\d+$/],
    ['binary:logitraw', 'score,class,probabilities', /^-\d.*,no,0\.\d+,0\.\d+\n\d.*,"yes, it is",0\.\d+,0\.\d+$/],
    ['binary:hinge', 'score,class', /^0,no\n1,"yes, it is"$/],
  ])('with %s answers %s', async (objective, parts, csv) => {
    const model = trainClasses([['objective', objective]], 2, ['no', 'yes, it is']);

    expect(await csvOf(model, [0, 1], parts.split(',') as AnswerPart[])).toMatch(csv);
    model.close();
  });

  test('gives probabilities that add up to 1, the second of them the score', async () => {
    const model = trainClasses([['objective', 'binary:logistic']], 2);

    const [score, first, second] = (await csvOf(model, [1], ['score', 'probabilities'])).split(',').map(Number);

    expect(second).toBe(score);
    expect(first + second).toBeCloseTo(1, 6);
    model.close();
  });

  test('says that binary:hinge has no probabilities', () => {
    const model = trainClasses([['objective', 'binary:hinge']], 2);

    expect(() => model.checkParts(['probabilities'])).toThrow(
      'The model has no probabilities: its objective binary:hinge',
    );
    model.close();
  });
});

describe('a model of three classes', () => {
  test('answers the same classes and probabilities with multi:softmax as with multi:softprob', async () => {
    const models = ['multi:softprob', 'multi:softmax'].map((objective) =>
      trainClasses(
        [
          ['objective', objective],
          ['num_class', '3'],
        ],
        3,
        ['A', 'B', 'C'],
      ),
    );

    const [ofProbabilities, ofMargins] = await Promise.all(
      models.map(async (model) => ({
        classes: await csvOf(model, [0, 1, 2], ['class']),
        probabilities: (await csvOf(model, [0, 1, 2], ['probabilities'])).split(/[\n,]/).map(Number),
      })),
    );

    expect(ofProbabilities.classes).toBe('A\nB\nC');
    expect(ofMargins.classes).toBe('A\nB\nC');
    for (const [index, probability] of ofMargins.probabilities.entries())
      expect(probability).toBeCloseTo(ofProbabilities.probabilities[index], 5);
    for (const model of models) model.close();
  });

  test('numbers its classes where the model file does not name them, and answers each part under its name in JSON', async () => {
    const model = trainClasses(
      [
        ['objective', 'multi:softprob'],
        ['num_class', '3'],
      ],
      3,
    );

    const answer = await model.answer(rowsOf([2]), ['class', 'score', 'contributions'], always);

    const [row] = JSON.parse(writeJson(answer).toString()).predictions;
    expect(Object.keys(row)).toEqual(['class', 'score', 'contributions']);
    expect(row.class).toBe('2');
    expect(row.score).toHaveLength(3);
    // For each class one contribution of the feature, and the bias.
    expect(row.contributions).toEqual([0, 1, 2].map(() => [expect.any(Number), expect.any(Number)]));
    const margins = row.contributions.map(([feature, bias]: number[]) => Math.exp(feature + bias));
    const sum = margins.reduce((total: number, margin: number) => total + margin, 0);
    margins.forEach((margin: number, index: number) => {
      expect(margin / sum).toBeCloseTo(row.score[index], 5);
    });
    model.close();
  });
});

describe('a model of words', () => {
  test('knows them by the lists of its file, by the names of its features', () => {
    const attributes = { feature_names: '["OCEAN"]', categories: '{"OCEAN":["INLAND","NEAR BAY"]}' };
    const model = trainClasses([['objective', 'binary:logistic']], 2, undefined, attributes);

    expect(model.words).toEqual([
      new Map([
        ['INLAND', 0],
        ['NEAR BAY', 1],
      ]),
    ]);
    model.close();
  });
});

describe('predictions for several requests at once', () => {
  test('are those of each request alone, whatever their sizes', async () => {
    const model = trainClasses(
      [
        ['objective', 'multi:softprob'],
        ['num_class', '3'],
      ],
      3,
    );
    const random = randomNumbers(3);
    const requests = [1, 7, 5000, 32, 33, 1, 256, 12_000].map((rowCount) =>
      Array.from({ length: rowCount }, () => 3 * random()),
    );
    const answerAll = () => requests.map((values) => csvOf(model, values, ['score']));
    const alone: string[] = [];
    for (const values of requests) alone.push(await csvOf(model, values, ['score']));

    expect(await Promise.all(answerAll())).toEqual(alone);
    model.close();
  });

  test('leave out a request that nobody waits for any more', async () => {
    const model = trainClasses([['objective', 'binary:logistic']], 2);

    const [left, stayed] = await Promise.allSettled([
      model.answer(rowsOf([1]), ['score'], () => false),
      model.answer(rowsOf([1]), ['score'], always),
    ]);

    expect([left.status, stayed.status]).toEqual(['rejected', 'fulfilled']);
    model.close();
  });
});

function rowsOf(values: readonly number[]) {
  return { values: Float32Array.from(values), rowCount: values.length };
}

async function csvOf(model: Predictor, values: readonly number[], parts: readonly AnswerPart[]): Promise<string> {
  return writeCsv(await model.answer(rowsOf(values), parts, always)).toString();
}

/** A model that tells the class of a row by its one feature, which is near the class's number. */
function trainClasses(
  parameters: readonly Parameter[],
  classCount: number,
  names?: readonly string[],
  attributes: Readonly<Record<string, string>> = {},
): Predictor {
  const random = randomNumbers(1);
  const labels = Float32Array.from({ length: 300 }, (_, row) => row % classCount);
  const data = new DMatrix({ columns: [labels.map((label) => label + 0.2 * (random() - 0.5))], labels });
  const booster = Booster.forTraining([data], [['nthread', '1'], ...parameters]);
  for (let round = 0; round < 10; round += 1) booster.update(round, data);
  if (names !== undefined) booster.setAttribute('classes', JSON.stringify(names));
  for (const [name, value] of Object.entries(attributes)) booster.setAttribute(name, value);
  const predictor = predictorOf(booster.save());
  booster.close();
  data.close();
  return predictor;
}
