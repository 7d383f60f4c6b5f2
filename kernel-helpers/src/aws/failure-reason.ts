import type { ErrorReason } from '../error-reason';

/**
 * Codes of AWS's services (API references, "Common Errors", "Error Responses"), of its SDK, and Node's codes of
 * connections, by what they mean.
 */
const CODES = {
  unreachable: [
    'ECONNREFUSED',
    'ENOTFOUND',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'EPIPE',
    'ETIMEDOUT',
    'ECONNRESET',
    'EAI_AGAIN',
    'TimeoutError',
  ],
  expired: ['ExpiredToken', 'ExpiredTokenException', 'RequestExpired'],
  'not-signed-in': [
    'UnrecognizedClientException',
    'InvalidClientTokenId',
    'InvalidSignatureException',
    'SignatureDoesNotMatch',
    'InvalidAccessKeyId',
    'CredentialsProviderError',
    'TokenProviderError',
  ],
  'not-authorised': ['AccessDenied', 'AccessDeniedException', 'Forbidden', 'DecryptionFailure'],
  throttled: ['ThrottlingException', 'Throttling', 'TooManyRequestsException', 'SlowDown'],
  unavailable: [
    'ServiceUnavailable',
    'ServiceUnavailableException',
    'InternalFailure',
    'InternalServerError',
    'InternalError',
  ],
  'quota-exceeded': ['ResourceLimitExceeded', 'LimitExceededException', 'ServiceQuotaExceededException'],
  'not-found': [
    'ResourceNotFound',
    'ResourceNotFoundException',
    'NoSuchKey',
    'NoSuchBucket',
    'NotFound',
    'NoSuchEntity',
    'NoSuchEntityException',
    'RepositoryNotFoundException',
    'ImageNotFoundException',
  ],
  'already-exists': [
    'ResourceInUse',
    'ResourceExistsException',
    'BucketAlreadyExists',
    'BucketAlreadyOwnedByYou',
    'EntityAlreadyExists',
    'RepositoryAlreadyExistsException',
  ],
  refused: [
    'ValidationException',
    'ValidationError',
    'InvalidParameterException',
    'InvalidRequestException',
    'ModelError',
  ],
} as const satisfies Partial<Readonly<Record<ErrorReason, readonly string[]>>>;

export type AwsReason = keyof typeof CODES;

const REASONS: ReadonlyMap<string, AwsReason> = new Map(
  (Object.entries(CODES) as [AwsReason, readonly string[]][]).flatMap(([reason, codes]) =>
    codes.map((code) => [code, reason] as const),
  ),
);

/** What an AWS error means, by its code, and else by the HTTP status of the answer; undefined if neither says it. */
export function awsReason(code: string, status?: number): AwsReason | undefined {
  const known = REASONS.get(code);
  if (known !== undefined || status === undefined) return known;
  if (status === 403) return 'not-authorised';
  if (status === 404) return 'not-found';
  if (status === 429) return 'throttled';
  return status >= 500 ? 'unavailable' : undefined;
}

/** Node's code of a connection that failed, in the text of an error that the SDK has wrapped: there it is nowhere else. */
export function namesLostConnection(text: string): boolean {
  return CODES.unreachable.some((code) => text.includes(code));
}
