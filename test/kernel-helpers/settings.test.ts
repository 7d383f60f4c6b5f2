import { describe, expect, test } from '@jest/globals';
import { readSettings } from '../../kernel-helpers/src/settings';

describe('the settings', () => {
  test('come from the environment; an empty variable is unset', () => {
    expect(
      readSettings({ SF_ACCOUNT: 'myorg-account1', SF_WAREHOUSE: ' WH ', SF_ROLE: '', AWS_REGION: 'eu-central-1' }),
    ).toEqual({
      secretId: 'snowflake_credentials',
      account: 'myorg-account1',
      warehouse: 'WH',
      region: 'eu-central-1',
    });
  });

  test("take AWS's other spellings, and the AWS CLI's region", () => {
    const settings = readSettings({
      SF_ACCOUNT_ID: 'a1',
      SF_SECRET_ID: 's',
      SF_TRAINING_TABLE: 't',
      AWS_DEFAULT_REGION: 'us-east-1',
    });

    expect(settings).toMatchObject({ account: 'a1', secretId: 's', table: 't', region: 'us-east-1' });
  });

  test('ask for workload identity, which needs no secret, in any case of letters', () => {
    expect(readSettings({ SF_AUTHENTICATOR: 'workload_identity' })).toMatchObject({ workloadIdentity: true });
    expect(readSettings({ SF_AUTHENTICATOR: '' }).workloadIdentity).toBeUndefined();
  });

  test.each(['oauth', 'externalbrowser', 'SNOWFLAKE_JWT'])('say where another way to log in belongs: %s', (name) => {
    expect(() => readSettings({ SF_AUTHENTICATOR: name })).toThrow(
      'SF_AUTHENTICATOR must be WORKLOAD_IDENTITY or unset; the other ways to log in are told by the secret.',
    );
  });

  test.each(['off', 'fail-open', 'fail-closed'])('say whether revoked certificates are asked for: %s', (SF_OCSP) => {
    expect(readSettings({ SF_OCSP }).ocsp).toBe(SF_OCSP);
    expect(() => readSettings({ SF_OCSP: 'on' })).toThrow('SF_OCSP must be off, fail-open or fail-closed.');
  });

  test.each(['my-models', 'sagemaker-eu-west-1-123456789012', 'a.b-c'])('take a bucket: %s', (SAGEMAKER_BUCKET) => {
    expect(readSettings({ SAGEMAKER_BUCKET }).bucket).toBe(SAGEMAKER_BUCKET);
  });

  test.each(['s3://my-models', 'my-models/jobs', 'arn:aws:s3:::my-models', 'My-Models', 'ab', '-models'])(
    'refuse what is not the name of a bucket alone: %s',
    (SAGEMAKER_BUCKET) => {
      expect(() => readSettings({ SAGEMAKER_BUCKET })).toThrow(
        'SAGEMAKER_BUCKET must be the name of a bucket alone, for example `my-models`.',
      );
    },
  );

  test('report everything that is wrong at once', () => {
    const read = () =>
      readSettings({
        SF_ACCOUNT: 'my account',
        SF_ACCESS_URL: 'ftp://host',
        SF_TABLE: 'x'.repeat(256),
        AWS_REGION: 'Frankfurt',
        SF_SECRET_ID: 'one',
        SECRET_ID: 'two',
      });

    expect(read).toThrow(/SF_SECRET_ID and SECRET_ID differ: set only SECRET_ID\./);
    expect(read).toThrow(/SF_ACCOUNT must be a Snowflake account/);
    expect(read).toThrow(/SF_ACCESS_URL must be a URL/);
    expect(read).toThrow(/SF_TABLE is longer than the 255 characters/);
    expect(read).toThrow(/AWS_REGION must be an AWS region/);
  });
});
