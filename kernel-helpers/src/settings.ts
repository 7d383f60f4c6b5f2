import { z } from 'zod';
import { UserError } from './errors';
import { ACCOUNT_ADVICE, normalAccessUrl, parseAccount } from './snowflake-account';
import { SECRET_NAME } from './story-names';
import { TRAINING_ENVIRONMENT, TRAINING_ENVIRONMENT_ALIASES } from './training-contract/index';

/** What the environment says about accounts and names. It holds no secret, so it may be shown. */
export interface Settings {
  /** Name or ARN of the secret with Snowflake's credentials. @default `snowflake_credentials` */
  readonly secretId: string;
  /** Log in to Snowflake as the AWS role of this process, without any secret. @default false */
  readonly workloadIdentity?: boolean;
  readonly account?: string;
  /** Snowflake's URL when it is not `https://<account>.snowflakecomputing.com`. */
  readonly accessUrl?: string;
  readonly warehouse?: string;
  readonly database?: string;
  readonly schema?: string;
  readonly role?: string;
  /** Whether Snowflake's driver asks if a certificate was revoked. @default off */
  readonly ocsp?: OcspMode;
  readonly table?: string;
  readonly target?: string;
  readonly region?: string;
  /** Bucket for training scripts and models, in the region of the jobs. @default SageMaker's default bucket */
  readonly bucket?: string;
}

/** `fail-open` goes on where nobody answers, `fail-closed` does not. */
export type OcspMode = 'off' | 'fail-open' | 'fail-closed';

/** Names a bucket in place of SageMaker's default one. Jobs do not read it: their requests name it. */
export const BUCKET_VARIABLE = 'SAGEMAKER_BUCKET';

const NAMES = { ...TRAINING_ENVIRONMENT, bucket: BUCKET_VARIABLE } as const;
const optionalName = z.string().max(255, 'is longer than the 255 characters that Snowflake allows').optional();

const schema = z.object({
  [NAMES.secretId]: z.string().default(SECRET_NAME),
  [NAMES.authenticator]: z
    .string()
    .regex(
      /^workload_identity$/i,
      'must be WORKLOAD_IDENTITY or unset; the other ways to log in are told by the secret',
    )
    .optional(),
  [NAMES.account]: z
    .string()
    .refine((text) => parseAccount(text) !== undefined, ACCOUNT_ADVICE)
    .optional(),
  [NAMES.accessUrl]: z
    .url({ protocol: /^https?$/, error: 'must be a URL, for example `https://myorg-account1.snowflakecomputing.com`' })
    .optional(),
  [NAMES.warehouse]: optionalName,
  [NAMES.database]: optionalName,
  [NAMES.schema]: optionalName,
  [NAMES.role]: optionalName,
  [NAMES.ocsp]: z.enum(['off', 'fail-open', 'fail-closed'], 'must be off, fail-open or fail-closed').optional(),
  [NAMES.table]: optionalName,
  [NAMES.target]: optionalName,
  [NAMES.region]: z
    .string()
    .regex(/^[a-z]+(-[a-z]+)+-\d+$/, 'must be an AWS region, for example `us-east-1`')
    .optional(),
  // S3 user guide, "General purpose bucket naming rules".
  [NAMES.bucket]: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'must be the name of a bucket alone, for example `my-models`')
    .optional(),
});

/** Reads the settings from environment variables; one UserError names every variable that is wrong. */
export function readSettings(env: Readonly<Record<string, string | undefined>> = process.env): Settings {
  const { values, conflicts } = withAliases(env);
  const parsed = schema.safeParse(values);
  const problems = [
    ...conflicts,
    ...(parsed.error?.issues ?? []).map((issue) => `${issue.path.join('.')} ${issue.message}.`),
  ];
  if (parsed.data === undefined || problems.length > 0) {
    throw new UserError(`The environment has settings that cannot be used:\n- ${problems.join('\n- ')}`, {
      reason: 'bad-settings',
    });
  }
  const found = parsed.data;
  const { [NAMES.account]: account, [NAMES.accessUrl]: accessUrl } = found;
  return {
    secretId: found[NAMES.secretId],
    ...(found[NAMES.authenticator] === undefined ? {} : { workloadIdentity: true }),
    account: account === undefined ? undefined : parseAccount(account)?.account,
    accessUrl: accessUrl === undefined ? undefined : normalAccessUrl(accessUrl),
    warehouse: found[NAMES.warehouse],
    database: found[NAMES.database],
    schema: found[NAMES.schema],
    role: found[NAMES.role],
    ocsp: found[NAMES.ocsp],
    table: found[NAMES.table],
    target: found[NAMES.target],
    region: found[NAMES.region] ?? env.AWS_DEFAULT_REGION,
    bucket: found[NAMES.bucket],
  };
}

/** An empty variable counts as unset: shells and templates leave such variables behind. */
function withAliases(env: Readonly<Record<string, string | undefined>>): {
  readonly values: Record<string, string>;
  readonly conflicts: readonly string[];
} {
  const values: Record<string, string> = {};
  for (const name of Object.values(NAMES)) {
    const value = env[name]?.trim();
    if (value) values[name] = value;
  }
  const conflicts: string[] = [];
  for (const [alias, name] of Object.entries(TRAINING_ENVIRONMENT_ALIASES)) {
    const value = env[alias]?.trim();
    if (!value) continue;
    values[name] ??= value;
    if (values[name] !== value) conflicts.push(`${alias} and ${name} differ: set only ${name}.`);
  }
  return { values, conflicts };
}
