import { parseJson } from 'kernel-helpers/parse-json';
import { z } from 'zod';

const attestation = z.object({
  url: z.string(),
  method: z.literal('POST'),
  headers: z.object({
    host: z.string(),
    'x-snowflake-audience': z.literal('snowflakecomputing.com'),
    'x-amz-date': z.string(),
    authorization: z.string(),
  }),
});

/** The region's STS, as the driver writes it (snowflake-sdk 3.3.0, `attestation_aws.js`). */
const STS = /^https:\/\/(sts\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?)\/\?Action=GetCallerIdentity&Version=2011-06-15$/;
const SIGNED =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/[a-z0-9-]+\/sts\/aws4_request, SignedHeaders=\S*x-snowflake-audience/;

/**
 * The AWS access key that signed an attestation in the form of the driver: a request for GetCallerIdentity, which the
 * service would send to AWS to learn the role. Undefined for anything else.
 */
export function accessKeyOf(token: string): string | undefined {
  const parsed = attestation.safeParse(parseJson(Buffer.from(token, 'base64').toString('utf8')));
  if (!parsed.success) return undefined;
  const { url, headers } = parsed.data;
  const [, host] = STS.exec(url) ?? [];
  return host === headers.host ? SIGNED.exec(headers.authorization)?.[1] : undefined;
}
