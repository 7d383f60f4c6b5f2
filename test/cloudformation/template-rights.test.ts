import { describe, expect, test } from '@jest/globals';
import { foreignCalls } from '../support/foreign-calls';
import { neededCalls } from '../support/needed-calls';
import { LOCAL_PLACES } from '../support/places-of-local-account';
import { templateRole } from './support/template-role';

const ELSEWHERE = {
  region: 'eu-north-1',
  accountId: '210987654321',
  secretId: 'snowflake_credentials',
  jobRoleArn: 'arn:aws:iam::210987654321:role/SageMakerSnowFlakeExampleTraining',
};

describe.each(['notebook', 'job'] as const)('outside of what is ours, the role of the %s', (principal) => {
  const role = templateRole(principal, LOCAL_PLACES);

  test('may do nothing with things of others, and gets no more rights', async () => {
    const foreign = foreignCalls(LOCAL_PLACES);

    expect(await role.denied(foreign)).toEqual(foreign);
  });

  test('may do nothing in other accounts and regions', async () => {
    // AWS knows no resource for the others.
    const elsewhere = neededCalls(principal, ELSEWHERE).filter(({ resource }) => resource !== '*');

    expect(await role.denied(elsewhere)).toEqual(elsewhere);
    expect(elsewhere.length).toBeGreaterThan(10);
  });
});
