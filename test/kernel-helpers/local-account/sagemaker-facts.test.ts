import { dirname, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { findPythonTools, findSitePackages } from '../../../kernel-helpers/local-account/account/python';
import { extractFacts } from '../../../kernel-helpers/local-account/sagemaker/constraints/extract-facts';
import table from '../../../kernel-helpers/local-account/sagemaker/constraints/sagemaker.facts.json';
import { compilePattern } from '../../../kernel-helpers/local-account/sagemaker/constraints/validate-input';

test("the limits that the local SageMaker checks are those of the installed botocore's model", () => {
  const sitePackages = findSitePackages(resolve(dirname(findPythonTools().python), '..'));

  expect(extractFacts(sitePackages ?? '')).toEqual(table);
});

test('every pattern of the table compiles, and matches whole texts only', () => {
  for (const shape of Object.values(table.shapes)) {
    if ('pattern' in shape && shape.pattern !== undefined) compilePattern(shape.pattern);
  }

  expect(compilePattern('[a-z]+').test('abc')).toBe(true);
  expect(compilePattern('[a-z]+').test('abc1')).toBe(false);
});
