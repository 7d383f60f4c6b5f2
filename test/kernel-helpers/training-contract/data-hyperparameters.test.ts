import { describe, expect, test } from '@jest/globals';
import { dataTexts } from 'kernel-helpers/sagemaker/job/job-data';
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

  test.each([
    ['lines', { query: 'select *\nfrom houses\r\nwhere "a\tb" > 1' }],
    ['ends of lines that few people know', { query: "select '\u0085 \u2028 \u2029 é' as x" }],
    ['a name in quotes', { validationTable: '"Test houses"', weight: '"How much"' }],
    ['names that are JSON', { features: ['"A"', 'a\nb', '[1]'] }],
  ])('arrive as they were given, on one line for SageMaker, with %s', (_what, given) => {
    const texts = dataTexts(given as Parameters<typeof dataTexts>[0]);

    expect(parseJobData(texts)).toEqual(given);
    // The pattern `.*` of HyperParameterValue, as Java reads it.
    for (const text of Object.values(texts)) expect(text).toMatch(/^[^\n\r\u0085\u2028\u2029]+$/);
  });

  test('are told wrongly in all ways at once', () => {
    expect(() => parseJobData({ query: 'drop table houses', features: '[1]', weight: ' ' })).toThrow(
      'query must be one SELECT, such as "select medinc, value from houses", not "drop table houses".\n' +
        'Hyperparameter "features" must be a list of column names, not "[1]".\n' +
        'Hyperparameter "weight" must be a text, not " ".',
    );
  });
});
