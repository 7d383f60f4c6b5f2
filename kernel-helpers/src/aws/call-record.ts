import { appendFileSync } from 'node:fs';
import { z } from 'zod';
import { UserError } from '../errors';

/**
 * Names a file that gets one line of JSON for each call of AWS that the helpers make, see `recordedCallSchema`. Programs
 * inherit it: notebooks, sidebar, the local account and its jobs. Jobs and endpoints in containers do not, because the
 * file is not there; `npx local-account up --record-calls` records what the account gets from them, too.
 */
export const CALL_RECORD_VARIABLE = 'AWS_CALL_RECORD';

export const recordedCallSchema = z.object({
  /** Whose rights the call needs: those of the notebook's role or those of the role of jobs. */
  caller: z.enum(['notebook', 'job', 'service']),
  /** The prefix of the service's actions in IAM, such as `secretsmanager`. */
  service: z.string(),
  /** AWS's name of the call, such as `GetSecretValue`; IAM's action may have another name. */
  operation: z.string(),
  /** What the call names: resources, keys, roles, networks. Values that may be secret are not in it. */
  input: z.record(z.string(), z.unknown()),
});

/** One call of AWS, as a line of the record tells it. */
export type RecordedCall = z.infer<typeof recordedCallSchema>;

/** Parameters that name a thing, of all operations that this project calls. A value under any other name stays out. */
const NAMING = new Set([
  ...['Bucket', 'Key', 'Prefix', 'CopySource', 'ExpectedBucketOwner'],
  ...['TrainingJobName', 'ModelName', 'EndpointConfigName', 'EndpointName', 'NotebookInstanceName', 'NameContains'],
  ...['HyperParameterTuningJobName', 'TransformJobName', 'ResourceArn', 'ExecutionRoleArn', 'RoleArn', 'RoleName'],
  ...['Image', 'TrainingImage', 'ModelDataUrl', 'S3Uri', 'S3OutputPath', 'KmsKeyId', 'VolumeKmsKeyId', 'SSEKMSKeyId'],
  ...['SecurityGroupIds', 'Subnets', 'SecretId', 'Name', 'ServiceCode', 'Namespace', 'StackName'],
  ...['PolicySourceArn', 'ActionNames', 'ResourceArns', 'repositoryName', 'repositoryNames', 'resourceArn'],
  ...['imageTag', 'imageDigest', 'logGroupName', 'logStreamName', 'logGroupNamePrefix', 'logStreamNamePrefix'],
]);

/** Parameters that hold such parameters. The environment and the hyperparameters of a job are not among them. */
const HOLDING = new Set([
  ...['AlgorithmSpecification', 'OutputDataConfig', 'ResourceConfig', 'VpcConfig', 'CheckpointConfig', 'Tags', 'tags'],
  ...['InputDataConfig', 'DataSource', 'S3DataSource', 'PrimaryContainer', 'Containers', 'ProductionVariants'],
  ...['imageIds', 'Delete', 'Objects'],
]);

/** Services whose prefix in IAM is not their name (Service Authorization Reference). */
const PREFIXES: Readonly<Record<string, string>> = { sagemakerruntime: 'sagemaker', cloudwatchlogs: 'logs' };

/** The prefix of a service's actions in IAM, by the name that the SDK has for the service. */
export function iamPrefix(serviceId: string): string {
  const name = serviceId.replaceAll(' ', '').toLowerCase();
  return PREFIXES[name] ?? name;
}

/** Writes a call into the file of `AWS_CALL_RECORD`. Does nothing where that variable is not set. */
export function recordCall({ input, ...call }: RecordedCall): void {
  const path = process.env[CALL_RECORD_VARIABLE];
  if (!path) return;
  try {
    // One write to the end of the file, because several programs write to it.
    appendFileSync(path, `${JSON.stringify({ ...call, input: namedIn(input) })}\n`, { mode: 0o600 });
  } catch (cause) {
    throw new UserError(`The file that ${CALL_RECORD_VARIABLE} names cannot be written: ${path}.`, {
      cause,
      reason: 'bad-settings',
    });
  }
}

function namedIn(input: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(input).flatMap(([name, value]) => {
      if (NAMING.has(name)) return isNames(value) ? [[name, value]] : [];
      return HOLDING.has(name) && typeof value === 'object' && value !== null ? [[name, namedInside(value)]] : [];
    }),
  );
}

function namedInside(value: object): unknown {
  return Array.isArray(value) ? value.map((one: object) => namedIn(one)) : namedIn(value);
}

function isNames(value: unknown): boolean {
  return Array.isArray(value) ? value.every((one) => typeof one === 'string') : typeof value === 'string';
}
