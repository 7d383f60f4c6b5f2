import type { AwsClients } from '../../aws/aws-account';
import { findLocalImage, type LocalImage } from '../image';
import { checkRole } from '../role';
import { bucketExists, parseS3Uri } from '../s3-files';
import { ServiceError, validationError } from '../service-error';
import type { JobInput } from './job-input';

/** More hosts than this would only take turns on one machine. SageMaker's own quotas differ by account. */
const MAX_HOSTS = 20;

/**
 * Checks what the limits of single members cannot say, before anything is started.
 * @throws ServiceError that names what the job cannot have, as SageMaker says it where SageMaker has the same limit.
 */
export async function checkJob(input: JobInput, clients: AwsClients, accountId: string): Promise<LocalImage> {
  refuseWhatIsNotOffered(input);
  checkInstances(input);
  checkMetricDefinitions(input);
  await checkRole(input.RoleArn, clients.iam);
  await checkOutputBucket(input, clients);
  const uri = input.AlgorithmSpecification.TrainingImage;
  if (uri === undefined) throw notOffered('AlgorithmSpecification.AlgorithmName', 'Name a TrainingImage.');
  return findLocalImage(uri, clients.ecr, accountId);
}

function refuseWhatIsNotOffered(input: JobInput): void {
  const { AlgorithmSpecification, InputDataConfig, CheckpointConfig, ResourceConfig } = input;
  if (AlgorithmSpecification.ContainerEntrypoint !== undefined) {
    throw notOffered(
      'AlgorithmSpecification.ContainerEntrypoint',
      'An image is a Node program here, with no shell of its own.',
    );
  }
  if (CheckpointConfig !== undefined) throw notOffered('CheckpointConfig', 'Leave it out.');
  if (ResourceConfig.InstanceGroups !== undefined)
    throw notOffered('ResourceConfig.InstanceGroups', 'Use InstanceCount.');
  for (const channel of InputDataConfig ?? []) {
    const mode = channel.InputMode ?? AlgorithmSpecification.TrainingInputMode;
    const source = channel.DataSource.S3DataSource;
    if (mode === 'Pipe') throw notOffered(`InputMode Pipe (channel ${channel.ChannelName})`, 'Use File or FastFile.');
    if (source === undefined || source.S3DataType !== 'S3Prefix') {
      throw notOffered(
        `a DataSource other than an S3Prefix (channel ${channel.ChannelName})`,
        'Use S3DataType S3Prefix.',
      );
    }
    if (channel.CompressionType === 'Gzip')
      throw notOffered(`CompressionType Gzip (channel ${channel.ChannelName})`, 'Use None.');
  }
}

function checkInstances({ ResourceConfig: { InstanceCount, InstanceType } }: JobInput): void {
  if (InstanceType === undefined || InstanceCount === undefined || InstanceCount < 1) {
    throw validationError('InstanceType and an InstanceCount of at least 1 are required in ResourceConfig.');
  }
  if (InstanceCount > MAX_HOSTS) {
    throw new ServiceError(
      'ResourceLimitExceeded',
      `The account-level service limit '${InstanceType} for training job usage' is ${MAX_HOSTS} Instances, with current utilization of 0 Instances and a request delta of ${InstanceCount} Instances. Please use fewer: the hosts are processes of this machine.`,
    );
  }
}

function checkMetricDefinitions({ AlgorithmSpecification: { MetricDefinitions = [] } }: JobInput): void {
  for (const { Name, Regex } of MetricDefinitions) {
    try {
      new RegExp(Regex);
    } catch (cause) {
      throw validationError(`The Regex of metric definition ${Name} is not a regular expression: ${Regex}`, { cause });
    }
  }
}

async function checkOutputBucket({ OutputDataConfig }: JobInput, { s3 }: AwsClients): Promise<void> {
  const { bucket } = parseS3Uri(OutputDataConfig.S3OutputPath);
  if (await bucketExists(s3, bucket)) return;
  throw validationError(`The bucket of S3OutputPath, ${bucket}, does not exist. Create it first.`);
}

function notOffered(what: string, advice: string): ServiceError {
  return validationError(`The local account does not offer ${what}. ${advice}`);
}
