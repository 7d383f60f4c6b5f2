import type { AwsClients } from '../../aws/aws-account';
import { hasLocalStorage } from '../constraints/local-storage';
import type { LocalImage } from '../image';
import { checkRole } from '../role';
import { bucketExists, parseS3Uri } from '../s3-files';
import { notOffered, validationError } from '../service-error';
import { DEFAULT_MAX_RUNTIME_SECONDS } from './describe-job';
import { CHECKPOINT_PATH } from './host-files';
import type { JobInput } from './job-input';
import { compileMetricRegex } from './metric-regex';
import type { HostTools } from './run-hosts';

/**
 * Checks rules between several members and resources of the account, before anything is started.
 * @throws ServiceError that names what the job cannot have, in SageMaker's words if SageMaker has the same limit.
 */
export async function checkJob(input: JobInput, { clients, images }: HostTools): Promise<LocalImage> {
  checkAlgorithm(input);
  checkChannels(input);
  checkInstances(input);
  checkVolumeKey(input);
  checkSpot(input);
  checkCheckpoints(input);
  checkMetricDefinitions(input);
  await checkRole(input.RoleArn, clients.iam);
  await checkOutputBucket(input, clients);
  return images.find(input.AlgorithmSpecification.TrainingImage ?? '', input.RoleArn);
}

/**
 * "You must specify either the algorithm name […] or the image URI" (API reference, AlgorithmSpecification). This
 * account refuses the name.
 */
function checkAlgorithm({ AlgorithmSpecification, OutputDataConfig }: JobInput): void {
  if (AlgorithmSpecification.TrainingImage === undefined)
    throw validationError('AlgorithmSpecification needs a TrainingImage.');
  if (OutputDataConfig.CompressionType === 'NONE')
    throw notOffered('OutputDataConfig.CompressionType NONE', 'Use GZIP.');
}

function checkChannels({ AlgorithmSpecification, InputDataConfig }: JobInput): void {
  const names = (InputDataConfig ?? []).map(({ ChannelName }) => ChannelName);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  const dots = names.find((name) => /^\.{1,2}$/.test(name));
  if (dots !== undefined) throw validationError(`A channel cannot be named ${dots}: its folder has the same name.`);
  // Two channels of one name would share one folder of the container.
  if (repeated !== undefined)
    throw validationError(`Two channels are named ${repeated}. Give each its own ChannelName.`);
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
}

/**
 * "You can't request a VolumeKmsKeyId when using an instance type with local storage." (API reference, ResourceConfig).
 * The API reference no longer says that of an endpoint configuration's KmsKeyId.
 */
function checkVolumeKey({ ResourceConfig: { InstanceType = '', VolumeKmsKeyId } }: JobInput): void {
  if (VolumeKmsKeyId === undefined || !hasLocalStorage(InstanceType)) return;
  throw validationError(`VolumeKmsKeyId cannot be used with ${InstanceType}, an instance type with local storage.`);
}

function checkCheckpoints({ CheckpointConfig }: JobInput): void {
  const path = CheckpointConfig?.LocalPath;
  if (path !== undefined && path.replace(/\/+$/, '') !== CHECKPOINT_PATH)
    throw notOffered(`CheckpointConfig.LocalPath ${path}`, `Use ${CHECKPOINT_PATH}, or leave it out.`);
}

/**
 * "It must be equal to or greater than MaxRuntimeInSeconds" (API reference, StoppingCondition, MaxWaitTimeInSeconds);
 * "Warm pools cannot be used with spot instances" (developer guide, "SageMaker AI managed warm pools").
 */
function checkSpot({ EnableManagedSpotTraining, StoppingCondition, ResourceConfig }: JobInput): void {
  const { MaxRuntimeInSeconds = DEFAULT_MAX_RUNTIME_SECONDS, MaxWaitTimeInSeconds } = StoppingCondition ?? {};
  if (EnableManagedSpotTraining !== true) {
    if (MaxWaitTimeInSeconds === undefined) return;
    throw validationError(
      'MaxWaitTimeInSeconds needs EnableManagedSpotTraining. Leave it out, or train on spot instances.',
    );
  }
  if (MaxWaitTimeInSeconds === undefined || MaxWaitTimeInSeconds < MaxRuntimeInSeconds) {
    throw validationError(
      `Invalid MaxWaitTimeInSeconds. It must be present and be greater than or equal to MaxRuntimeInSeconds (${MaxRuntimeInSeconds}).`,
    );
  }
  if (ResourceConfig.KeepAlivePeriodInSeconds !== undefined && ResourceConfig.KeepAlivePeriodInSeconds > 0)
    throw validationError('KeepAlivePeriodInSeconds cannot be used with EnableManagedSpotTraining.');
}

function checkMetricDefinitions({ AlgorithmSpecification: { MetricDefinitions = [] } }: JobInput): void {
  for (const { Name, Regex } of MetricDefinitions) compileMetricRegex(Name, Regex);
}

async function checkOutputBucket({ OutputDataConfig }: JobInput, { s3 }: AwsClients): Promise<void> {
  const { bucket } = parseS3Uri(OutputDataConfig.S3OutputPath);
  if (await bucketExists(s3, bucket)) return;
  throw validationError(`The bucket of S3OutputPath, ${bucket}, does not exist. Create it first.`);
}
