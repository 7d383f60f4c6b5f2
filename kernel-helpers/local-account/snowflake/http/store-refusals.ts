/** What a store, or something in front of it, answers in place of a result file. */
export interface StoreAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

const xml = (status: number, code: string, message: string, more = ''): StoreAnswer => ({
  status,
  contentType: 'application/xml',
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message>${more}</Error>`,
});

/**
 * Refusals in the forms of the stores in which Snowflake keeps results. Sources: docs.aws.amazon.com, "Amazon S3 error
 * responses" and "Troubleshoot access denied errors"; learn.microsoft.com, "Common REST API error codes" and
 * "Troubleshoot 403 in Azure Blob Storage"; cloud.google.com, "HTTP status and error codes for XML" and "VPC Service Controls".
 */
export const STORE_REFUSALS = {
  's3 expired': xml(403, 'AccessDenied', 'Request has expired', '<Expires>2026-01-01T06:00:00Z</Expires>'),
  's3 expired token': xml(400, 'ExpiredToken', 'The provided token has expired.'),
  's3 clock': xml(
    403,
    'RequestTimeTooSkewed',
    'The difference between the request time and the current time is too large.',
  ),
  's3 endpoint policy': xml(
    403,
    'AccessDenied',
    'User: anonymous is not authorized to perform: s3:GetObject with an explicit deny in a VPC endpoint policy',
  ),
  's3 denied': xml(403, 'AccessDenied', 'Access Denied'),
  's3 signature': xml(
    403,
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    '<AWSAccessKeyId>AKIAIOSFODNN7EXAMPLE</AWSAccessKeyId><StringToSign>AWS4-HMAC-SHA256</StringToSign>',
  ),
  'azure expired': xml(
    403,
    'AuthenticationFailed',
    'Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature.\nRequestId:1',
    '<AuthenticationErrorDetail>Signature not valid in the specified time frame: Start [Thu, 01 Jan 2026 00:00:00 GMT] - Expiry [Thu, 01 Jan 2026 06:00:00 GMT] - Current [Thu, 01 Jan 2026 07:00:00 GMT]</AuthenticationErrorDetail>',
  ),
  'azure firewall': xml(403, 'AuthorizationFailure', 'This request is not authorized to perform this operation.'),
  'gcs expired': xml(
    400,
    'ExpiredToken',
    'The provided token has expired.',
    '<Details>Request signature expired at: 2026-01-01T06:00:00+00:00</Details>',
  ),
  'gcs service controls': xml(403, 'SecurityPolicyViolated', 'Request violates VPC Service Controls.'),
  proxy: { status: 403, contentType: 'text/html', body: '<html><body>Category "storage" is blocked.</body></html>' },
} as const satisfies Readonly<Record<string, StoreAnswer>>;

export type StoreRefusal = keyof typeof STORE_REFUSALS;
