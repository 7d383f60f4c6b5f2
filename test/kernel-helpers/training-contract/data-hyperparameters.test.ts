import { describe, expect, test } from '@jest/globals';
import { parseJobData } from 'kernel-helpers/training-contract/index';

describe('the rows of a job', () => {
  test.each([
    ['names with commas', { features: 'a, b' }, { features: ['a', 'b'] }],
    ['a JSON list', { features: '["a","b,c"]' }, { features: ['a', 'b,c'] }],
    [
      'texts in quotes, as AWS’s SDK for Python writes them',
      { weight: '"w"', table: '"t"' },
      { weight: 'w', table: 't' },
    ],
    [
      'a query with its end',
      { query: ' with x as (select 1) select * from x ;\n' },
      { query: 'with x as (select 1) select * from x' },
    ],
    ['a validation table', { validation_table: 'houses_test' }, { validationTable: 'houses_test' }],
    ['nothing', { eta: '0.1' }, {}],
  ])('are told by %s', (_what, given, data) => {
    expect(parseJobData(given)).toEqual(data);
  });

  test('are told wrongly in all ways at once', () => {
    expect(() => parseJobData({ query: 'drop table houses', features: '[1]', weight: ' ' })).toThrow(
      'query must be one SELECT, such as "select medinc, value from houses", not "drop table houses".\n' +
        'Hyperparameter "features" must be a list of column names, not "[1]".\n' +
        'Hyperparameter "weight" must be a text, not " ".',
    );
  });
});
