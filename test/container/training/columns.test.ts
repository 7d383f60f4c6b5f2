import { describe, expect, test } from '@jest/globals';
import { boosterParameters } from 'container/training/booster-parameters';
import { checkColumns } from 'container/training/check-columns';
import { checkLabels, checkValues } from 'container/training/check-values';
import { planOfNumbers } from 'container/training/row-plan';
import { ValueCounts } from 'container/training/rows/count-values';
import type { Rows } from 'container/training/share';
import { Booster } from 'container/xgboost/booster';
import { DMatrix } from 'container/xgboost/dmatrix';
import type { ColumnChoice, Hyperparameters } from 'kernel-helpers/training-contract/index';
import { useXGBoostLibrary } from '../support/xgboost-library';

describe('the columns of a table', () => {
  test('are taken with the target as the table spells it', () => {
    const columns = [column('MEDINC', 'real'), column('ROOMS', 'fixed'), column('SOLD', 'boolean')];

    const chosen = checkColumns(columns, 'houses', { target: 'rooms' });

    expect(chosen.target.name).toBe('ROOMS');
    expect(chosen.features.map(({ name }) => name)).toEqual(['MEDINC', 'SOLD']);
  });

  test.each([
    ['a', 'a'],
    ['A', 'A'],
    ['price', 'Price'],
  ])('are taken with the target %s by its exact name first', (target, found) => {
    const columns = ['A', 'a', 'Price', 'b', 'B'].map((name) => column(name, 'real'));

    expect(checkColumns(columns, 'houses', { target }).target.name).toBe(found);
  });

  test('are refused where the target could be two of them', () => {
    const columns = ['Ab', 'aB', 'C'].map((name) => column(name, 'real'));

    expect(() => checkColumns(columns, 'houses', { target: 'ab' })).toThrow(
      'ab could be Ab or aB. Write the one that you mean with its exact case.',
    );
  });

  test('are refused with everything that is wrong, before a row is read', () => {
    const columns = [
      column('MEDINC', 'real'),
      column('CITY', 'text'),
      column('BUILT', 'date'),
      column('PLACE', 'geography'),
    ];

    expect(() => checkColumns(columns, 'houses', { target: 'medicn' })).toThrow(
      'Table houses has no column medicn to predict. Did you mean MEDINC?\n' +
        'XGBoost needs numbers or texts, but these columns of table houses hold none: BUILT (DATE), PLACE (GEOGRAPHY). Train on a view that turns them into numbers or leaves them out: create view houses_numbers as select * exclude ("BUILT", "PLACE") from houses;',
    );
  });

  test('are those that a job names, in its order, with everything that is wrong with them at once', () => {
    const columns = [column('A', 'real'), column('CITY', 'text'), column('PRICE', 'fixed'), column('COUNT', 'fixed')];
    const names = (choice: Omit<ColumnChoice, 'target'>) =>
      checkColumns(columns, 'houses', { target: 'price', ...choice }).features.map(({ name }) => name);

    expect(names({ features: ['city', 'A'], weight: 'count' })).toEqual(['CITY', 'A']);
    expect(names({ weight: 'count' })).toEqual(['A', 'CITY']);
    expect(() => names({ features: ['A', 'Cit', 'price', 'a', 'count'], weight: 'COUNT' })).toThrow(
      'Table houses has no column Cit to learn from. Did you mean CITY?\n' +
        'The features name A more than once.\n' +
        'The features contain the target PRICE, which a model would only repeat. Take it out.\n' +
        'The features contain the weight COUNT. Take it out of one of both.',
    );
    expect(() => names({ weight: 'city' })).toThrow(
      'The weight must be numbers, but column CITY of table houses is VARCHAR.',
    );
  });

  test.each([
    ['multi:softprob', true],
    ['binary:logistic', true],
    ['reg:squarederror', false],
    [undefined, false],
  ])('may have a text as target with the objective %s: %s', (objective, isTaken) => {
    const check = () =>
      checkColumns([column('A', 'real'), column('CITY', 'text')], 'houses', { target: 'city', objective });

    if (isTaken) expect(check().target.name).toBe('CITY');
    else expect(check).toThrow('If its texts name classes, set the objective multi:softprob');
  });

  test('must include more than the target', () => {
    expect(() => checkColumns([column('PRICE', 'real')], 'houses', { target: 'price' })).toThrow(/only one column/);
  });
});

describe('the numbers for XGBoost', () => {
  test.each([
    [
      'a number in the target of every row',
      [1, 2, 3],
      [1, Number.NaN, Number.POSITIVE_INFINITY],
      /^2 of 3 rows have no number in the target column PRICE of table houses \(1 null or NaN, 1 infinite\)\. Train on/,
    ],
    [
      'a finite number, or none, in every feature',
      [1, Number.NaN, 1e300],
      [1, 2, 3],
      /^XGBoost does not take infinite values.*these columns of table houses have some: A \(1\)\. Train on a view/,
    ],
  ])('need %s', (_what, feature, labels, message) => {
    const plan = planOfNumbers(['A', 'PRICE'], 'PRICE');
    const counts = new ValueCounts(plan);
    counts.add({ columns: [feature, labels].map((values) => Float32Array.from(values)), rowCount: 3 });

    expect(() => checkValues(counts, plan, { table: 'houses', isBoolean: false })).toThrow(message);
  });

  test.each([
    [
      { objective: 'binary:logistic' },
      [1, 2, 1],
      /needs 0 and 1, or numbers between them .* but 1 of 3 rows have others; the values are from 1 to 2\. Train on a view in which 1 is 0 and 2 is 1/,
    ],
    [{ objective: 'binary:hinge' }, [0, 1, 3], /Choose another objective/],
    [{ objective: 'reg:logistic' }, [0, 0.5, -1], /needs numbers from 0 to 1/],
    [{ objective: 'count:poisson' }, [0, 1, -1], /needs numbers of at least 0/],
    [{ objective: 'reg:tweedie' }, [0, 1, -1], /needs numbers of at least 0/],
    [{ objective: 'reg:gamma' }, [0, 1, 2], /needs numbers above 0/],
    [{ objective: 'reg:squaredlogerror' }, [-1, 1, 2], /needs numbers above -1/],
    [
      { objective: 'multi:softmax', num_class: 3 },
      [1, 2, 3],
      /needs whole numbers from 0 to 2.*Number the classes from 0/,
    ],
    [{ objective: 'multi:softprob', num_class: 3 }, [0, 1, 1.5], /needs whole numbers from 0 to 2/],
  ] as const)('of the target fit the objective: %j', (hyperparameters, labels, message) => {
    const columns = [Float32Array.of(1, 2, 3)];
    const where = { table: 'houses', target: 'PRICE' };
    const rows = { columns, labels: Float32Array.from(labels) };
    const train = () => trainAlone(rows, hyperparameters);

    expect(() => checkLabels([rows.labels], where, hyperparameters)).toThrow(message);
    // XGBoost itself finds the problem in its first round, except for one objective.
    if (hyperparameters.objective !== 'binary:hinge') expect(train).toThrow(/(?:label|base_score) must be/);
    expect(() => checkLabels([Float32Array.of(1, 1), Float32Array.of(1)], where, hyperparameters)).not.toThrow();
  });

  test.each(['[1]', '(1)', '[-1,]'])('may be bound to a direction: monotone_constraints %s', (constraints) => {
    const rows = { columns: [Float32Array.of(1, 2, 3)], labels: Float32Array.of(1, 2, 3) };

    expect(() => trainAlone(rows, { monotone_constraints: constraints })).not.toThrow();
    expect(() => trainAlone(rows, { monotone_constraints: '[1, 0, 0]' })).toThrow(/monotone/);
  });
});

/** One round of XGBoost, without any check of ours before it. */
function trainAlone({ columns, labels }: Rows, hyperparameters: Hyperparameters): void {
  useXGBoostLibrary();
  const matrix = new DMatrix({ columns, labels });
  const booster = Booster.forTraining(
    [matrix],
    boosterParameters(hyperparameters, { hostCount: 1, threads: 1, device: 'cpu' }),
  );
  try {
    booster.update(0, matrix);
  } finally {
    booster.close();
    matrix.close();
  }
}

function column(name: string, wireType: string) {
  return { name, wireType, precision: null, scale: null, nullable: true };
}
