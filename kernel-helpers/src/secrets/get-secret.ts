import type * as SecretsManager from '@aws-sdk/client-secrets-manager';
import { z } from 'zod';
import { explainAwsError } from '../aws/call-aws';
import { awsClients } from '../aws/clients';
import { roleText } from '../aws/denied-advice';
import { awsReason } from '../aws/failure-reason';
import { messageOf, UserError } from '../errors';
import { checkOptionNames } from '../option-names';
import { readSettings } from '../settings';
import { howToAllow } from './how-to-allow';
import { howToCreate, howToWrite } from './how-to-write';
import { Secret } from './secret';
import { fieldsOf, snowflakeCredentials } from './snowflake-credentials';

export interface GetSecretOptions {
  /** Stops the request. In a cell, by default the signal of the running cell. */
  readonly signal?: AbortSignal;
}

/**
 * Reads the secret with Snowflake's credentials from AWS Secrets Manager. Where `SF_AUTHENTICATOR=WORKLOAD_IDENTITY` and no
 * id is given, none is needed and none is read: the result has no keys and says so.
 * Throws one UserError that lists everything that is wrong with it and how to fix it.
 * @param id its name or ARN; by default the value of `SECRET_ID`, or else `snowflake_credentials`.
 */
export async function getSecret(id?: string, options: GetSecretOptions = {}): Promise<Secret> {
  checkOptionNames('getSecret()', options, { signal: true });
  const { secretId, workloadIdentity } = readSettings();
  if (id === undefined && workloadIdentity === true) return new Secret(secretId, {});
  const name = id ?? secretId;
  const secret = new Secret(name, parseFields(name, await readText(name, options.signal)));
  // Only for its errors: a secret that connect() cannot use should fail here, not in a later cell.
  snowflakeCredentials(fieldsOf(secret));
  return secret;
}

async function readText(id: string, signal: AbortSignal | undefined): Promise<string> {
  const { GetSecretValueCommand } = require('@aws-sdk/client-secrets-manager') as typeof SecretsManager;
  const client = awsClients.secretsManager();
  try {
    const answer = await client.send(new GetSecretValueCommand({ SecretId: id }), { abortSignal: signal });
    if (answer.SecretString !== undefined) return answer.SecretString;
  } catch (error) {
    signal?.throwIfAborted();
    throw explain(id, error);
  }
  throw new UserError(`Secret ${id} holds binary data. ${howToWrite(id)}`);
}

const fieldsSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

function parseFields(id: string, text: string): Record<string, string> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, which is the secret.
    throw new UserError(`Secret ${id} is not JSON. ${howToWrite(id)}`);
  }
  const fields = fieldsSchema.safeParse(parsed);
  if (!fields.success) throw new UserError(`Secret ${id} is not one JSON object of texts. ${howToWrite(id)}`);
  return Object.fromEntries(
    Object.entries(fields.data)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => [key, String(value)]),
  );
}

/** Names of the errors as the SDK gives them (docs.aws.amazon.com, "GetSecretValue", Errors). */
function explain(id: string, error: unknown): unknown {
  const name = error instanceof Error ? error.name : '';
  const options = { cause: error, facts: { secret: id, code: name }, reason: awsReason(name) };
  switch (name) {
    case 'ResourceNotFoundException':
      return new UserError(`There is no secret ${id} in this account and region. ${howToCreate(id)}`, options);
    case 'AccessDeniedException':
      return new UserError(howToAllow(id, messageOf(error)), options);
    case 'InvalidRequestException':
      return new UserError(
        `Secret ${id} cannot be read; it may be marked for deletion. Restore it: aws secretsmanager restore-secret --secret-id ${id}`,
        options,
      );
    case 'DecryptionFailure':
      return new UserError(
        `Secret ${id} cannot be decrypted. Allow ${roleText()} kms:Decrypt on the key of that secret.`,
        options,
      );
    case 'CredentialsProviderError':
      return new UserError(
        'There are no AWS credentials. Run `aws configure`, or start the local account: npx local-account up',
        options,
      );
    case 'ExpiredTokenException':
    case 'UnrecognizedClientException':
    case 'InvalidSignatureException':
      return new UserError('AWS does not accept the credentials of this session. Sign in again.', options);
    default:
      return explainAwsError(error, `read the secret ${id}`);
  }
}
