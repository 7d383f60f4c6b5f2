import type { DescribeTrainingJobCommandOutput } from '@aws-sdk/client-sagemaker';
import { UserError } from '../../errors';
import { channelsOf } from '../../sagemaker/job/channels-request';
import { settingsEnvironment } from '../../sagemaker/job/job-environment';
import { DEFAULT_MAX_RUN_SECONDS, DEFAULT_VOLUME_GB, type TrainingJobOptions } from '../../sagemaker/job/options';
import { RESILIENCE_VARIABLES, resilienceOf } from '../../sagemaker/job/resilience-request';
import { networkOf } from '../../sagemaker/network';
import type { Settings } from '../../settings';
import { NAME_PREFIX } from '../../story-names';
import {
  LAUNCH_ENVIRONMENT,
  parseJobData,
  parseJobHyperparameters,
  parseScriptHyperparameters,
  TRAINING_ENVIRONMENT,
  TRAINING_ENVIRONMENT_ALIASES,
} from '../../training-contract/index';
import { type LiteralValue, objectLiteral } from '../code/object-literal';
import { variable } from './job-origin';

type Environment = Readonly<Record<string, string>>;

/** What a job's description does not say. */
export interface FoundBeside {
  /** Undefined for the role that jobs of this notebook have anyway. */
  readonly role: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly areTagsHidden: boolean;
}

/** The connection belongs to the cell. An option that a clone does not name is no longer compiled here. */
type ClonedOptions = Readonly<Record<Exclude<keyof TrainingJobOptions, 'snowflake'>, unknown>>;

/**
 * The source of a cell that plans the described job again, with the options that it had.
 * @param settings of the notebook that the cell is for: what a job has from them anyway is left out
 * @throws UserError for a job that is not one of trainingJob()
 */
export function cellOfJob(
  name: string,
  job: DescribeTrainingJobCommandOutput,
  { role, tags, areTagsHidden }: FoundBeside,
  settings: Settings,
): string {
  const { Environment: environment = {}, HyperParameters: given = {}, ResourceConfig: resources } = job;
  const data = parseJobData(given);
  const table = variable(environment, TRAINING_ENVIRONMENT.table) ?? data.table;
  const target = variable(environment, TRAINING_ENVIRONMENT.target) ?? data.target;
  const script = scriptOf(job);
  if ((table ?? data.query) === undefined || target === undefined || resources?.InstanceType === undefined) {
    throw new UserError(
      `The training job ${name} cannot be planned again: it names no Snowflake table or query, and no target, as the jobs of trainingJob() do.`,
      { reason: 'refused', facts: { jobName: name } },
    );
  }
  const { hyperparameters, settings: ownHyperparameters } = parseJobHyperparameters(given, undefined);
  const seconds = job.StoppingCondition?.MaxRuntimeInSeconds;
  const options = {
    image: job.AlgorithmSpecification?.TrainingImage,
    sourceDir: script?.folder,
    entryPoint: script?.file,
    table,
    query: data.query,
    target,
    features: data.features,
    weight: data.weight,
    validationTable: data.validationTable,
    // A job carries them among its hyperparameters.
    folds: undefined,
    channels: channelsOf(job),
    instances: {
      type: resources.InstanceType,
      count: resources.InstanceCount,
      volumeGb: resources.VolumeSizeInGB === DEFAULT_VOLUME_GB ? undefined : resources.VolumeSizeInGB,
    },
    hyperparameters: { ...hyperparameters, ...ownHyperparameters },
    name: chosenName(name),
    environment: ifAny(ownVariables(environment, settings)),
    maxRunSeconds: seconds === DEFAULT_MAX_RUN_SECONDS ? undefined : seconds,
    ...resilienceOf(job),
    role,
    network: networkOf(job.VpcConfig),
    encryption: ifAny({
      volumeKey: resources.VolumeKmsKeyId || undefined,
      outputKey: job.OutputDataConfig?.KmsKeyId || undefined,
      betweenHosts: job.EnableInterContainerTrafficEncryption || undefined,
    }),
    tags: ifAny(tags),
  } satisfies ClonedOptions;
  const remarks = [
    `// The options of ${name}. This cell starts nothing; after it: const job = await plannedJob.start();`,
    ...(script?.isKnown !== false
      ? []
      : ['// The job does not say in which folder its script was: check sourceDir and entryPoint.']),
    ...(areTagsHidden ? ['// Its tags could not be read, so they are missing here.'] : []),
  ];
  // Every member is JSON's; the type of hyperparameters has no index of names.
  const literal = objectLiteral(options as unknown as LiteralValue);
  return `import { trainingJob } from 'kernel-helpers';\n\n${remarks.join('\n')}\nconst plannedJob = trainingJob(${literal});`;
}

/** Where the script was, as far as the job says. The archive holds it as JavaScript, under the name of its source. */
function scriptOf({ Environment: environment = {}, HyperParameters = {} }: DescribeTrainingJobCommandOutput) {
  const program = parseScriptHyperparameters(HyperParameters)?.program;
  const { [LAUNCH_ENVIRONMENT.script]: script } = environment;
  if (script !== undefined) {
    const slash = script.lastIndexOf('/');
    return { folder: slash < 0 ? '.' : script.slice(0, slash), file: script.slice(slash + 1), isKnown: true };
  }
  return program === undefined
    ? undefined
    : { folder: 'training', file: program.replace(/\.js$/, '.ts'), isKnown: false };
}

/** The variables that the job would not get from this notebook's settings. */
function ownVariables(environment: Environment, settings: Settings): Environment {
  const given = settingsEnvironment(settings);
  const others: readonly string[] = [
    ...[TRAINING_ENVIRONMENT.table, TRAINING_ENVIRONMENT.target, TRAINING_ENVIRONMENT.region].flatMap(withAliases),
    ...RESILIENCE_VARIABLES,
    ...Object.values(LAUNCH_ENVIRONMENT),
  ];
  const own = Object.entries(environment).filter(([name, value]) => !others.includes(name) && given[name] !== value);
  return Object.fromEntries(own);
}

function withAliases(name: string): readonly string[] {
  const aliases = Object.keys(TRAINING_ENVIRONMENT_ALIASES).filter((one) => TRAINING_ENVIRONMENT_ALIASES[one] === name);
  return [name, ...aliases];
}

/** The part of a job's name that its user chose: `houses` of `snowflake-xgboost-houses-2026-01-31-09-05-07-042`. */
function chosenName(name: string): string | undefined {
  const rest = name.startsWith(`${NAME_PREFIX}-`) ? name.slice(NAME_PREFIX.length + 1) : '';
  return /^(.+)-\d{4}(?:-\d{2}){5}-\d{3}$/.exec(rest)?.[1];
}

function ifAny<Value extends object>(value: Value): Value | undefined {
  return Object.values(value).every((member) => member === undefined) ? undefined : value;
}
