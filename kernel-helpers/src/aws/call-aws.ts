import { errorCode } from '../error-code';
import { InternalError, isPlatformError, isUserError, PlatformError, UserError } from '../errors';
import { certificateAdvice } from '../network/why-unreachable';
import { isLocalAccount } from './clients';
import { deniedAdvice } from './denied-advice';
import { exceededQuota, quotaText } from './exceeded-quota';

const UNREACHABLE = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
  'ECONNRESET',
  'EAI_AGAIN',
  'TimeoutError',
];
const EXPIRED = ['ExpiredToken', 'ExpiredTokenException', 'RequestExpired'];
const REFUSED = [
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'InvalidAccessKeyId',
];
const DENIED = ['AccessDenied', 'AccessDeniedException', 'Forbidden'];
const BUSY = ['ThrottlingException', 'Throttling', 'TooManyRequestsException', 'SlowDown', 'ServiceUnavailable'];

/**
 * Makes one AWS call and turns what it throws into our kinds of errors, with what to do next.
 * `doing` completes the sentence "Could not …": for example `start the training job houses-1`.
 */
export async function callAws<Result>(doing: string, call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    throw explainAwsError(error, doing);
  }
}

/** The error to throw for what an AWS client threw. An abort stays as it is. */
export function explainAwsError(error: unknown, doing: string, isLocal = isLocalAccount()): unknown {
  if (!(error instanceof Error) || error.name === 'AbortError' || isOurs(error)) return error;
  const code = awsErrorCode(error);
  const kind = isTheUsers(code, error) ? UserError : PlatformError;
  const advice = adviceFor(code, error, isLocal);
  return new kind(`Could not ${doing}: ${advice}`, { cause: error, facts: { code } });
}

/** The error's code as AWS names it, or Node's code of a connection that failed. */
export function awsErrorCode(error: unknown): string {
  return errorCode(error) ?? (error instanceof Error ? error.name : 'unknown');
}

/** True for an error of `callAws` that says that a right is missing. */
export function isAccessDenied(error: unknown): boolean {
  return isUserError(error) && DENIED.includes(String(error.facts.code));
}

function isOurs(error: Error): boolean {
  return isUserError(error) || isPlatformError(error) || error instanceof InternalError;
}

function adviceFor(code: string, error: Error, isLocal: boolean): string {
  if (isUnreachable(code, error)) {
    return isLocal
      ? 'the local account does not answer. Is it up? Start it with: npx local-account up'
      : 'AWS could not be reached. Check the network, a proxy, and AWS_REGION; then run this again.';
  }
  if (isExpired(code, error)) {
    return 'the AWS credentials have expired. Sign in again (for example with aws sso login), then restart the kernel.';
  }
  const certificate = certificateAdvice(error);
  if (certificate !== undefined) return `AWS cannot be reached: ${certificate}`;
  if (code === 'CredentialsProviderError') {
    return 'no AWS credentials were found. Sign in (for example with aws sso login), or start the local account with: npx local-account up';
  }
  if (REFUSED.includes(code))
    return 'AWS did not accept the credentials. Check AWS_ACCESS_KEY_ID, AWS_PROFILE and the clock.';
  if (DENIED.includes(code)) return deniedAdvice(error.message);
  if (isMissingRegion(error)) return 'no AWS region is set. Set AWS_REGION, for example to us-east-1.';
  if (code === 'ResourceLimitExceeded') {
    const quota = exceededQuota(error.message);
    return quota === undefined ? `a quota of this account is used up. ${sentence(error.message)}` : quotaText(quota);
  }
  if (BUSY.includes(code)) return 'AWS cannot answer so many calls at once. Wait a minute and run this again.';
  return sentence(error.message);
}

function isTheUsers(code: string, error: Error): boolean {
  if (isUnreachable(code, error)) return false;
  return (
    isExpired(code, error) ||
    [...REFUSED, ...DENIED].includes(code) ||
    ['CredentialsProviderError', 'ResourceLimitExceeded', 'ValidationException', 'ResourceNotFoundException'].includes(
      code,
    ) ||
    isMissingRegion(error)
  );
}

/** Expired keys are refused by AWS; an expired sign-in (SSO, `aws login`) is found by the SDK, and only the text says it. */
function isExpired(code: string, error: Error): boolean {
  const isOfSignIn = ['CredentialsProviderError', 'TokenProviderError'].includes(code);
  return EXPIRED.includes(code) || (isOfSignIn && /\bexpired\b/i.test(error.message));
}

/** The SDK wraps errors that it does not know, and then only their text says what they are. */
function isUnreachable(code: string, error: Error): boolean {
  return UNREACHABLE.some((known) => known === code || error.message.includes(known));
}

function isMissingRegion(error: Error): boolean {
  return error.message === 'Region is missing';
}

function sentence(message: string): string {
  return message.trim().replace(/\.?$/, '.');
}
