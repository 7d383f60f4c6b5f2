import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import { UserError } from '../../errors';
import { fetchWithProxy } from '../../network/fetch';
import type { SnowflakeCredentials } from '../../secrets/snowflake-credentials';
import type { ConnectionParameters } from './connection-parameters';
import { SnowflakeError, type SnowflakeFailure } from './driver-failure';
import { explainFailure, factsOf, oneLine } from './explain-failure';
import { reasonOfLogin } from './failure-reason';
import { LOGIN_ADVICE, type LoginFacts } from './login-advice';

const CLOCK_TIMEOUT_MILLISECONDS = 5000;

/** Turns the failure of a login into an error that says what to do next. */
export async function explainLogin(failure: SnowflakeFailure, parameters: ConnectionParameters): Promise<Error> {
  const { credentials } = parameters;
  const options = { cause: new SnowflakeError(failure), facts: factsOf(failure), reason: reasonOfLogin(failure) };
  const code = failure.code ?? '';
  const isAnswer = /^\d{6}$/.test(code);
  if (credentials.method === 'workload identity' && !isAnswer) {
    return new UserError(
      `This process could not prove to Snowflake which AWS role it has: ${oneLine(failure.message)} Workload identity needs AWS ` +
        'credentials, and their region in AWS_REGION.',
      { ...options, reason: 'not-signed-in' },
    );
  }
  const advice = Object.hasOwn(LOGIN_ADVICE, code) ? LOGIN_ADVICE[code] : undefined;
  if (advice !== undefined) return new UserError(advice(await factsOfLogin(failure, parameters)), options);
  // Snowflake numbers all its refusals of logins like this; a new one is quoted.
  if (/^39\d{4}$/.test(code) || failure.sqlState === '28000') {
    const refused = `Snowflake account ${parameters.account} refused the login of ${parameters.source} (code ${code})`;
    return new UserError(`${refused}: ${oneLine(failure.message)}`, options);
  }
  return explainFailure(failure, parameters);
}

async function factsOfLogin(failure: SnowflakeFailure, parameters: ConnectionParameters): Promise<LoginFacts> {
  const { account, source, role, credentials, accessUrl } = parameters;
  const { method } = credentials;
  const isKeyPair = method === 'key pair';
  return {
    account,
    source,
    method,
    role,
    user: method === 'workload identity' ? undefined : credentials.user,
    said: oneLine(failure.message),
    fingerprint: fingerprintOf(credentials),
    clockSkewSeconds: isKeyPair ? await clockSkewSeconds(accessUrl) : undefined,
  };
}

/** As DESCRIBE USER shows it, RSA_PUBLIC_KEY_FP; it is no secret. */
function fingerprintOf(credentials: SnowflakeCredentials): string | undefined {
  if (credentials.method !== 'key pair') return undefined;
  const { privateKey: key, passphrase } = credentials;
  const publicKey = createPublicKey(createPrivateKey({ key, passphrase })).export({ type: 'spki', format: 'der' });
  return `SHA256:${createHash('sha256').update(publicKey).digest('base64')}`;
}

/** Snowflake does not tell an old token from a wrong one, but each of its answers carries the time. */
async function clockSkewSeconds(accessUrl: string): Promise<number | undefined> {
  try {
    const signal = AbortSignal.timeout(CLOCK_TIMEOUT_MILLISECONDS);
    const answer = await fetchWithProxy(accessUrl, { signal });
    await answer.arrayBuffer();
    const skew = Math.round((Date.parse(answer.headers.get('date') ?? '') - Date.now()) / 1000);
    return Number.isNaN(skew) ? undefined : skew;
  } catch {
    // Then the advice does without it.
    return undefined;
  }
}
