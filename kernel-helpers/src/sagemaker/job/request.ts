import type { CreateTrainingJobCommandInput } from '@aws-sdk/client-sagemaker';
import type { Settings } from '../../settings';
import {
  DEFAULT_SCRIPT_HYPERPARAMETERS,
  type DeclaredHyperparameters,
  foldsMetricDefinitions,
  hyperparameterTexts,
  metricDefinitions,
  parseJobHyperparameters,
  SCRIPT_HYPERPARAMETERS,
  TRAINING_ENVIRONMENT,
} from '../../training-contract/index';
import { imageUri } from '../image/training-image';
import { vpcConfigOf } from '../network';
import { allTags, type Tag } from '../resource-tags';
import { channelsRequest } from './channels-request';
import { dataTexts, scriptHyperparameters } from './job-data';
import { otherVariables, settingsEnvironment } from './job-environment';
import { metricNames } from './metric-names';
import { DEFAULT_MAX_RUN_SECONDS, DEFAULT_VOLUME_GB, type TrainingJobOptions } from './options';
import { resilienceEnvironment, resilienceRequest } from './resilience-request';

/** The training script of a job. */
export interface JobScript {
  /** File name of the bundled script inside the source archive; undefined if the image's own script runs. */
  readonly program?: string;
  readonly sourceUri: string;
  /** What it declares; undefined if that could not be read. */
  readonly declared?: DeclaredHyperparameters;
}

/** What is known only when the job starts. */
export interface JobPlaces {
  readonly jobName: string;
  readonly roleArn: string;
  readonly bucket: string;
  readonly region: string;
  readonly script: JobScript;
  /** Says who starts the job. */
  readonly makerTag: Tag;
  /** Variables that say where the job is started. */
  readonly launchVariables?: Readonly<Record<string, string>>;
}

/** The CreateTrainingJob request of a job. The table is none of its input channels: the hosts read Snowflake themselves. */
export function trainingJobRequest(
  options: TrainingJobOptions,
  settings: Settings,
  places: JobPlaces,
): CreateTrainingJobCommandInput {
  const { network, encryption = {} } = options;
  const given = scriptHyperparameters(options);
  const { declared, program, sourceUri } = places.script;
  const { hyperparameters, settings: own } = parseJobHyperparameters(given, declared);
  const names = metricNames(hyperparameters);
  return {
    TrainingJobName: places.jobName,
    RoleArn: places.roleArn,
    AlgorithmSpecification: {
      TrainingImage: imageUri(options.image),
      TrainingInputMode: 'File',
      MetricDefinitions: [
        ...metricDefinitions(names),
        ...(declared === DEFAULT_SCRIPT_HYPERPARAMETERS && Number(own.folds) > 0 ? foldsMetricDefinitions(names) : []),
      ],
    },
    HyperParameters: {
      ...hyperparameterTexts(given, declared),
      ...dataTexts(options),
      ...(program !== undefined && {
        [SCRIPT_HYPERPARAMETERS.program]: program,
        [SCRIPT_HYPERPARAMETERS.submitDirectory]: sourceUri,
      }),
    },
    Environment: { ...jobEnvironment(options, settings, places.region), ...places.launchVariables },
    ...channelsRequest(options.channels),
    OutputDataConfig: {
      S3OutputPath: `s3://${places.bucket}/`,
      ...(encryption.outputKey !== undefined && { KmsKeyId: encryption.outputKey }),
    },
    ResourceConfig: {
      InstanceType: options.instances.type as 'ml.m5.2xlarge',
      InstanceCount: options.instances.count,
      VolumeSizeInGB: options.instances.volumeGb ?? DEFAULT_VOLUME_GB,
      ...(encryption.volumeKey !== undefined && { VolumeKmsKeyId: encryption.volumeKey }),
    },
    StoppingCondition: {
      MaxRuntimeInSeconds: options.maxRunSeconds ?? DEFAULT_MAX_RUN_SECONDS,
      ...(options.spot !== undefined && { MaxWaitTimeInSeconds: options.spot.maxWaitSeconds }),
    },
    ...resilienceRequest(options, places),
    // The profiler is on by default and would start a processing job beside this one.
    ProfilerConfig: { DisableProfiler: true },
    ...(network !== undefined && { VpcConfig: vpcConfigOf(network) }),
    ...(encryption.betweenHosts === true && { EnableInterContainerTrafficEncryption: true }),
    Tags: allTags(options.tags, places.makerTag),
  };
}

function jobEnvironment(options: TrainingJobOptions, settings: Settings, region: string): Record<string, string> {
  return {
    ...otherVariables(options.environment ?? {}),
    ...settingsEnvironment(settings),
    ...resilienceEnvironment(options),
    ...(options.table !== undefined && { [TRAINING_ENVIRONMENT.table]: options.table }),
    [TRAINING_ENVIRONMENT.target]: options.target,
    [TRAINING_ENVIRONMENT.region]: region,
  };
}
