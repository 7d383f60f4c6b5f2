import { expect, test } from '@jest/globals';
import { Redactor } from 'kernel-helpers/sidebar/redactor';

const PASSWORD = 'correct horse battery';

test.each([
  ['the password of the login', `denied for ${PASSWORD}!`, 'denied for <secret>!'],
  ['a secret of the environment', 'key wJalrXUtnFEMI/K7MDENG is wrong', 'key <secret> is wrong'],
  ['a private key', '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY----- is wrong', '<key> is wrong'],
  ['a JSON web token', 'Bearer eyJhbGciOi.eyJzdWIi.c2ln rest', 'Bearer <token> rest'],
  [
    'the signature of a link',
    'https://b.s3.amazonaws.com/k?X-Amz-Signature=abc123&x=1',
    'https://b.s3.amazonaws.com/k?X-Amz-Signature=<secret>&x=1',
  ],
  ['the password in an address', 'http://ana:geheim@proxy:3128/', 'http://ana:<password>@proxy:3128/'],
  ['a password beside its name', 'login(password="geheim") failed', 'login(password="<secret>") failed'],
  ['a key of AWS', 'as AKIAIOSFODNN7EXAMPLE', 'as <aws key>'],
])('%s does not leave the process', (_what, text, expected) => {
  expect(redactor().redact({ rows: [text], [text]: 1 }, { isUsersData: false })).toEqual({
    rows: [expected],
    [expected]: 1,
  });
});

test.each([
  'snowflake-xgboost-houses-2026-01-31-09-05-07-042',
  'arn:aws:sagemaker:us-west-2:123456789012:training-job/houses',
  '123456789012.dkr.ecr.us-west-2.amazonaws.com/image@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
  'SECRET_ID is snowflake_credentials',
  'TOKENS',
  'select password from users',
])('%s is no secret', (text) => {
  expect(redactor().redact(text, { isUsersData: false })).toBe(text);
});

test("a user's own data stays as it is, but without the secrets of this process", () => {
  const data = `eyJhbGciOi.eyJzdWIi.c2ln ${PASSWORD}`;

  expect(redactor().redact(data, { isUsersData: true })).toBe('eyJhbGciOi.eyJzdWIi.c2ln <secret>');
});

function redactor(): Redactor {
  const made = new Redactor();
  made.learn([PASSWORD, 'short']);
  made.learnEnvironment({
    AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG',
    SECRET_ID: 'snowflake_credentials',
    AWS_WEB_IDENTITY_TOKEN_FILE: '/var/run/token-file',
  });
  return made;
}
