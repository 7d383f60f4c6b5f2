import { describe, expect, test } from '@jest/globals';
import { shareProblems } from 'container/training/share-problems';

const A = Float32Array.of(1, 2);
const SHARE = {
  features: ['A', 'B'],
  target: 'Y',
  range: { from: 0, to: 2, total: 2 },
  train: { columns: [A, A], labels: A },
  validation: { columns: [A, A], labels: A },
};

describe('a share that a script has changed', () => {
  test('has no problem where names and columns go together', () => {
    expect(shareProblems(SHARE)).toEqual([]);
    expect(shareProblems({ ...SHARE, validation: undefined })).toEqual([]);
  });

  test.each([
    [
      'more features than columns',
      { features: ['A', 'B', 'C'] },
      [
        'The share has 3 features and 2 columns in train: give each feature its column, in the same order.',
        'The share has 3 features and 2 columns in validation: give each feature its column, in the same order.',
      ],
    ],
    [
      'fewer features than columns',
      { features: ['A'], validation: undefined },
      ['The share has 1 features and 2 columns in train: give each feature its column, in the same order.'],
    ],
    ['one feature twice', { features: ['A', 'A'] }, ["The share's features name A more than once."]],
    [
      'the target among its features',
      { features: ['A', 'Y'] },
      ["The share's features contain the target Y, which a model would only repeat. Take it out."],
    ],
    [
      'a column of another length',
      { train: { columns: [A, Float32Array.of(1)], labels: A } },
      ["The share's train has 2 labels, but a different number of rows in B."],
    ],
  ])('is refused with %s', (_what, changes, problems) => {
    expect(shareProblems({ ...SHARE, ...changes })).toEqual(problems);
  });
});
