import { errorCode } from '../error-code';
import type { ErrorReason } from '../error-reason';
import { hasReason, isUserError, kindOf, PlatformError, UserError } from '../errors';
import { certificateAdvice } from '../network/why-unreachable';
import { AwsFailure } from './aws-failure';
import { isLocalAccount } from './clients';
import { deniedAdvice } from './denied-advice';
import { exceededQuota, quotaText } from './exceeded-quota';
import { awsReason, namesLostConnection } from './failure-reason';

/** What the user can mend. */
const THE_USERS: readonly string[] = [
  'expired',
  'not-signed-in',
  'not-authorised',
  'bad-settings',
  'quota-exceeded',
] satisfies ErrorReason[];
const USER_CODES = ['ValidationException', 'ResourceNotFoundException'];

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
  if (!(error instanceof Error) || error.name === 'AbortError' || kindOf(error) !== undefined) return error;
  const code = awsErrorCode(error);
  const reason = reasonFor(code, error);
  const { why, advice } = explanation(reason, code, error, isLocal);
  const kind = THE_USERS.includes(reason ?? '') || USER_CODES.includes(code) ? UserError : PlatformError;
  return new kind(`Could not ${doing}: ${why}`, { cause: error, facts: { code }, reason, advice });
}

/** The error's code as AWS names it, or Node's code of a connection that failed. */
export function awsErrorCode(error: unknown): string {
  return errorCode(error) ?? (error instanceof Error ? error.name : 'unknown');
}

/** True for an error of `callAws` that says that a right is missing. */
export function isAccessDenied(error: unknown): boolean {
  return isUserError(error) && hasReason(error, 'not-authorised');
}

function reasonFor(code: string, error: Error): ErrorReason | undefined {
  if (isExpiredSignIn(code, error)) return 'expired';
  if (isMissingRegion(error)) return 'bad-settings';
  const isUnreachable = namesLostConnection(error.message) || certificateAdvice(error) !== undefined;
  const status = error instanceof AwsFailure ? error.status : undefined;
  return isUnreachable ? 'unreachable' : awsReason(code, status);
}

interface Explanation {
  /** Half a sentence: why the call failed. */
  readonly why: string;
  readonly advice?: string;
}

function explanation(reason: ErrorReason | undefined, code: string, error: Error, isLocal: boolean): Explanation {
  switch (reason) {
    case 'unreachable':
      return unreachable(error, isLocal);
    case 'expired':
      return {
        why: 'the AWS credentials have expired.',
        advice: 'Sign in again (for example with aws sso login), then restart the kernel.',
      };
    case 'not-signed-in':
      return code === 'CredentialsProviderError' || code === 'TokenProviderError'
        ? {
            why: 'no AWS credentials were found.',
            advice: 'Sign in (for example with aws sso login), or start the local account with: npx local-account up',
          }
        : {
            why: 'AWS did not accept the credentials.',
            advice: 'Check AWS_ACCESS_KEY_ID, AWS_PROFILE and the clock.',
          };
    case 'not-authorised':
      return { why: deniedAdvice(error.message) };
    case 'bad-settings':
      return { why: 'no AWS region is set.', advice: 'Set AWS_REGION, for example to us-east-1.' };
    case 'quota-exceeded': {
      const quota = exceededQuota(error.message);
      return {
        why: quota === undefined ? `a quota of this account is used up. ${sentence(error.message)}` : quotaText(quota),
      };
    }
    case 'throttled':
      return {
        why: 'AWS cannot answer so many calls at once.',
        advice: 'Wait a minute and run this again.',
      };
    default:
      return { why: sentence(error.message) };
  }
}

function unreachable(error: Error, isLocal: boolean): Explanation {
  const certificate = certificateAdvice(error);
  if (certificate !== undefined) return { why: `AWS cannot be reached: ${certificate}` };
  return isLocal
    ? { why: 'the local account does not answer.', advice: 'Is it up? Start it with: npx local-account up' }
    : {
        why: 'AWS could not be reached.',
        advice: 'Check the network, a proxy, and AWS_REGION; then run this again.',
      };
}

/** An expired sign-in (SSO, `aws login`) is found by the SDK, and only the text says it. */
function isExpiredSignIn(code: string, error: Error): boolean {
  return ['CredentialsProviderError', 'TokenProviderError'].includes(code) && /\bexpired\b/i.test(error.message);
}

function isMissingRegion(error: Error): boolean {
  return error.message === 'Region is missing';
}

function sentence(message: string): string {
  return message.trim().replace(/\.?$/, '.');
}
