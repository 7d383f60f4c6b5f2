import { describe, expect, test } from '@jest/globals';
import { learnAws, learnConnection, learnEnvironment } from 'kernel-helpers/account-check/learn-names';
import { Redactor } from 'kernel-helpers/account-check/redactor';
import { reportText } from 'kernel-helpers/account-check/report-text';

const CALLER = 'arn:aws:sts::210987654321:assumed-role/AcmeNotebooks/jane.doe@acme.example';
const TOKEN = `ver:1-hint:42-ETMsDgAAAX${'q7Rz'.repeat(40)}`;
const SESSION_TOKEN = `IQoJb3JpZ2luX2Vj${'Ab3/+x'.repeat(50)}=`;
const KEY = `-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj\n-----END PRIVATE KEY-----`;

function redactorOfAcme(): Redactor {
  const redactor = new Redactor();
  learnEnvironment(redactor, {
    SF_ACCOUNT: 'acmecorp-prod_eu1',
    SF_WAREHOUSE: 'ACME_WH',
    SECRET_ID: 'acme/snowflake',
    SAGEMAKER_ROLE_ARN: 'arn:aws:iam::210987654321:role/service-role/AcmeSageMaker',
    AWS_PROFILE: 'acme-prod',
    AWS_SESSION_TOKEN: SESSION_TOKEN,
  });
  learnAws(redactor, { accountId: '210987654321', region: 'eu-west-1', callerArn: CALLER });
  learnConnection(redactor, {
    account: 'acmecorp-prod_eu1',
    accessUrl: 'https://acmecorp-prod-eu1.snowflakecomputing.com',
    credentials: { method: 'password', user: 'jdoe', password: 'Tr0ub4dor&3' },
    source: 'secret acme/snowflake',
    database: 'ACME_DB',
  });
  return redactor;
}

/** What services and drivers write, with everything in it that must not be sent to others. */
const SENTENCES = [
  `User: ${CALLER} is not authorized to perform: ecr:PutImage on resource: arn:aws:ecr:eu-west-1:210987654321:repository/x`,
  'https://acmecorp-prod-eu1.snowflakecomputing.com:443/session refused jdoe (JDOE) with Tr0ub4dor&3',
  'Go to app.snowflake.com/acmecorp/prod_eu1 and look at ACME_DB and acme_wh of ACMECORP.PROD_EU1',
  'The caller is the role AcmeNotebooks, session jane.doe@acme.example, profile acme-prod, secret acme/snowflake',
  'Image 210987654321.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-x:1 and s3://sagemaker-eu-west-1-210987654321/job/model.tar.gz',
  'AKIAIOSFODNN7EXAMPLE and ASIAXYZ1234567890ABC',
  `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJqZG9lIn0.c2lnbmF0dXJl and ${TOKEN} and ${SESSION_TOKEN}`,
  KEY,
  'The files are at sfc-acme-ds1-customer-stage.s3.eu-west-1.amazonaws.com, from 10.12.13.14',
  'https://sfc-acme-ds1-customer-stage.s3.amazonaws.com/x/results/1?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature=abc%3D',
];

const PRIVATE = [
  /acme/i,
  /jdoe/i,
  /jane/i,
  /prod.eu1/i,
  /210987654321/,
  /arn:/,
  /Tr0ub4dor/,
  /AKIA|ASIA/,
  /eyJ|q7Rz|Ab3/,
  /MIIE|PRIVATE KEY/,
  /10\.12\./,
  /Signature=/,
];

describe('a report to send', () => {
  const result = {
    results: SENTENCES.map((found) => ({
      name: 'login' as const,
      outcome: 'failed' as const,
      found,
      fix: found,
      seconds: 0,
      dollars: 0,
    })),
    removal: { removed: [], kept: SENTENCES, left: SENTENCES },
    redact: (text: string) => redactorOfAcme().redact(text),
  };

  test.each(PRIVATE)('holds nothing like %p', (pattern) => {
    expect(reportText(result)).not.toMatch(pattern);
  });

  test('still says what is wrong, and which store the files are in', () => {
    const text = reportText(result);

    expect(text).toContain('is not authorized to perform: ecr:PutImage');
    expect(text).toContain('The files are at <store>.s3.eu-west-1.amazonaws.com, from <ip address>');
  });
});

test('a short name is taken out only where it stands alone', () => {
  const redactor = new Redactor();
  redactor.learn('user', 'bo');

  expect(redactor.redact('The user bo may not log in; BO is about to be locked.')).toBe(
    'The user <user> may not log in; <user> is about to be locked.',
  );
});
