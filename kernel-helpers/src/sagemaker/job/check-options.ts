import { awsSdk } from '../../aws/load-sdk';
import { holdsProxyPassword } from '../../network/proxy';
import { type OptionNames, unknownOptions } from '../../option-names';
import type { Settings } from '../../settings';
import {
  checkHyperparameters,
  type DeclaredHyperparameters,
  defaultScriptProblems,
  hostProblems,
  parseJobHyperparameters,
  queryProblems,
  TRAINING_ENVIRONMENT,
} from '../../training-contract/index';
import { jobEncryptionProblems } from '../encryption';
import { isRoleArn } from '../execution-role';
import { checkInstanceType } from '../instance-type';
import { MAX_CHOSEN_NAME_LENGTH, NAME_PATTERN } from '../names';
import { networkProblems } from '../network';
import { tagProblems } from '../resource-tags';
import { channelProblems } from './channels';
import { deviceProblems } from './check-device';
import { dataProblems, dataTexts, foldsProblems, scriptHyperparameters } from './job-data';
import { environmentProblems } from './job-environment';
import { DEFAULT_MAX_RUN_SECONDS, type TrainingInstances, type TrainingJobOptions } from './options';
import { resilienceProblems } from './resilience';

/** More hosts than this are a typing mistake: by default no account may start so many. */
const MAX_INSTANCES = 100;

// Limits of CreateTrainingJob (SageMaker API reference, 2017-07-24).
const MAX_RUN_SECONDS = 28 * 24 * 3600;
const MAX_VOLUME_GB = 16_384;
const MAX_ENVIRONMENT_ENTRIES = 100;
const MAX_ENVIRONMENT_VALUE_LENGTH = 512;
const ENVIRONMENT_NAME = /^[a-zA-Z_][a-zA-Z0-9_]{0,511}$/;
/** The end of the host differs by partition, for FIPS and for IPv6: `amazonaws.com`, `amazonaws.eu`, `on.aws`, … */
const IMAGE_URI = /^\d{12}\.dkr[.-]ecr(-fips)?(\.[a-z0-9-]+){3,}\/[a-z0-9._/-]+(:[\w.-]+)?(@sha256:[0-9a-f]{64})?$/;

/** A plain or quoted name, with up to two names before it. */
const TABLE_NAME = /^(?:(?:"(?:[^"]|"")+"|[A-Za-z_][\w$]*)\.){0,2}(?:"(?:[^"]|"")+"|[A-Za-z_][\w$]*)$/;
const SECRET_NAME = /password|passphrase|private_?key|secret_?access|token/i;

const OPTION_NAMES: OptionNames<TrainingJobOptions> = {
  image: true,
  sourceDir: true,
  entryPoint: true,
  table: true,
  query: true,
  target: true,
  features: true,
  weight: true,
  validationTable: true,
  folds: true,
  channels: true,
  instances: true,
  snowflake: true,
  hyperparameters: true,
  name: true,
  environment: true,
  maxRunSeconds: true,
  role: true,
  network: true,
  encryption: true,
  tags: true,
  onHostLoss: true,
  checkpoints: true,
  spot: true,
  watchdogSeconds: true,
};
const INSTANCES_NAMES: OptionNames<TrainingInstances> = { type: true, count: true, volumeGb: true, pricePerHour: true };

/**
 * Says what is wrong with a job's options and with the settings that it needs; an empty list if nothing is.
 * @param declared what the job's script declares; undefined if that could not be read
 */
export function checkJobOptions(
  options: TrainingJobOptions,
  settings: Settings,
  declared: DeclaredHyperparameters | undefined,
): string[] {
  const unknown = [
    ...unknownOptions(options, OPTION_NAMES),
    ...(options.instances === undefined ? [] : unknownOptions(options.instances, INSTANCES_NAMES)),
  ];
  return [
    ...unknown.map((problem) => problem.charAt(0).toUpperCase() + problem.slice(1)),
    ...checkImage(options.image),
    ...checkName(options.name),
    ...checkData(options, settings),
    ...channelProblems(options.channels, !runsDefaultScript(options)),
    ...checkInstances(options.instances),
    ...hyperparameterProblems(options, declared),
    ...deviceProblems(options),
    ...checkEnvironment(options.environment ?? {}),
    ...environmentProblems(options, settings),
    ...checkLimits(options),
    ...networkProblems(options.network),
    ...jobEncryptionProblems(options.encryption, options.instances?.type, settings.region),
    ...tagProblems(options.tags),
    ...resilienceProblems(options, options.maxRunSeconds ?? DEFAULT_MAX_RUN_SECONDS),
  ];
}

function checkImage(image: TrainingJobOptions['image']): string[] {
  const uri = typeof image === 'string' ? image : image?.uri;
  if (typeof uri === 'string' && IMAGE_URI.test(uri)) return [];
  return ['image must be what buildTrainingImage() returned, or the URI of an image in ECR.'];
}

function checkName(name: string | undefined): string[] {
  if (name === undefined) return [];
  const fits = typeof name === 'string' && NAME_PATTERN.test(name) && name.length <= MAX_CHOSEN_NAME_LENGTH;
  if (fits) return [];
  return [
    `name must be 1 to ${MAX_CHOSEN_NAME_LENGTH} letters, digits and hyphens, with no hyphen at either end, not ${quoted(name)}.`,
  ];
}

function checkData(options: TrainingJobOptions, settings: Settings): string[] {
  const { table, query, target, validationTable } = options;
  const problems = [
    ...dataProblems(options),
    ...(query === undefined ? tableProblems('table', table) : queryProblems(query)),
    ...(table !== undefined && query !== undefined ? ['Give table or query, not both.'] : []),
    ...(validationTable === undefined ? [] : tableProblems('validationTable', validationTable)),
  ];
  if (typeof target !== 'string' || target.trim() === '') {
    problems.push(`target must be the name of the column to predict, not ${quoted(target)}.`);
  }
  if (settings.account === undefined) {
    problems.push(
      `${TRAINING_ENVIRONMENT.account} is not set: the job would not know which Snowflake account to read.`,
    );
  }
  return problems;
}

function tableProblems(option: string, table: unknown): string[] {
  if (typeof table === 'string' && TABLE_NAME.test(table)) return [];
  return [
    `${option} must be the name of a Snowflake table, such as california_housing or HOUSING.HOUSING_SCHEMA.HOUSES, not ${quoted(table)}.`,
  ];
}

/** Each hyperparameter by itself, and all together with the number of hosts. */
function hyperparameterProblems(
  options: TrainingJobOptions,
  declared: DeclaredHyperparameters | undefined,
): readonly string[] {
  const { instances } = options;
  const wrongFolds = foldsProblems(options);
  if (wrongFolds.length > 0) return wrongFolds;
  const hyperparameters = scriptHyperparameters(options);
  const problems = checkHyperparameters({ ...hyperparameters, ...dataTexts(options) }, declared);
  if (problems.length > 0) return problems;
  return [
    ...(runsDefaultScript(options) ? defaultScriptProblems(hyperparameters, options) : []),
    ...hostProblems(parseJobHyperparameters(hyperparameters, declared).hyperparameters, instances?.count ?? 1),
  ];
}

function runsDefaultScript({ entryPoint, sourceDir }: TrainingJobOptions): boolean {
  return entryPoint === undefined && sourceDir === undefined;
}

function checkInstances(instances: TrainingInstances | undefined): string[] {
  if (typeof instances !== 'object' || instances === null) {
    return ["instances must be given, such as { type: 'ml.m5.large', count: 2 }."];
  }
  const { type, count, volumeGb, pricePerHour } = instances;
  const problems = checkInstanceType(type, Object.values(awsSdk.sageMaker().TrainingInstanceType));
  if (!isWholeNumber(count, 1, MAX_INSTANCES)) {
    problems.push(`instances.count must be a whole number from 1 to ${MAX_INSTANCES}, not ${quoted(count)}.`);
  }
  if (volumeGb !== undefined && !isWholeNumber(volumeGb, 1, MAX_VOLUME_GB)) {
    problems.push(`instances.volumeGb must be a whole number from 1 to ${MAX_VOLUME_GB}, not ${quoted(volumeGb)}.`);
  }
  if (pricePerHour !== undefined && !(pricePerHour >= 0)) {
    problems.push(`instances.pricePerHour must be a number of US dollars, not ${quoted(pricePerHour)}.`);
  }
  return problems;
}

function checkEnvironment(environment: Readonly<Record<string, string>>): string[] {
  const entries = Object.entries(environment);
  const problems = entries.flatMap(([name, value]) => {
    if (!ENVIRONMENT_NAME.test(name))
      return [`Environment variable ${quoted(name)} must be letters, digits and underscores.`];
    if (SECRET_NAME.test(name)) {
      return [
        `Environment variable ${name} looks like a secret, and everyone who may describe the job could read it. Keep it in Secrets Manager.`,
      ];
    }
    if (typeof value === 'string' && holdsProxyPassword(name, value)) {
      return [
        `Environment variable ${name} holds the password of a proxy, and everyone who may describe the job could read it. Name a proxy that lets the job's hosts in without one.`,
      ];
    }
    if (typeof value !== 'string' || value.length > MAX_ENVIRONMENT_VALUE_LENGTH) {
      return [`Environment variable ${name} must be a text of at most ${MAX_ENVIRONMENT_VALUE_LENGTH} characters.`];
    }
    return [];
  });
  const room = MAX_ENVIRONMENT_ENTRIES - Object.keys(TRAINING_ENVIRONMENT).length;
  if (entries.length > room) problems.push(`environment may have at most ${room} variables, not ${entries.length}.`);
  return problems;
}

function checkLimits({ maxRunSeconds, role }: TrainingJobOptions): string[] {
  const problems: string[] = [];
  if (maxRunSeconds !== undefined && !isWholeNumber(maxRunSeconds, 1, MAX_RUN_SECONDS)) {
    problems.push(
      `maxRunSeconds must be a whole number from 1 to ${MAX_RUN_SECONDS} (28 days), not ${quoted(maxRunSeconds)}.`,
    );
  }
  if (role !== undefined && !isRoleArn(role))
    problems.push('role must be the ARN of a role: arn:aws:iam::<account>:role/<name>.');
  return problems;
}

function isWholeNumber(value: unknown, from: number, to: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to;
}

function quoted(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
