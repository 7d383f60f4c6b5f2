import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { isUserError, UserError } from 'kernel-helpers/errors';
import { readSettings, type Settings } from 'kernel-helpers/settings';
import {
  DEFAULT_SCRIPT_HYPERPARAMETERS,
  DEFAULT_TRACKER_PORT,
  defaultScriptProblems,
  type Hyperparameters,
  type JobData,
  LOCAL_HOST_ENVIRONMENT,
  parseJobData,
  parseJobHyperparameters,
  parseScriptHyperparameters,
  rowSource,
  SCRIPT_HYPERPARAMETERS,
  TRAINING_ENVIRONMENT,
  type TrainingPaths,
  trainingPaths,
} from 'kernel-helpers/training-contract/index';
import { z } from 'zod';
import { type Channel, readChannels } from './channels';
import { parseJson, readJson } from './sagemaker-file';

/** Everything that a training host is told from outside. It holds no secret. */
export interface TrainingSettings {
  readonly paths: TrainingPaths;
  readonly host: HostSettings;
  /** The job's files from S3. */
  readonly channels: readonly Channel[];
  /** For XGBoost. */
  readonly hyperparameters: Hyperparameters;
  /** As SageMaker gives them, the script's own among them. */
  readonly givenHyperparameters: Readonly<Record<string, string>>;
  /** The training script of the job; without one the default script runs. */
  readonly script?: ScriptSettings;
  readonly source: SourceSettings;
  /** What the hosts do that are left when one is lost. */
  readonly onHostLoss: 'fail' | 'continue';
  /** The job fails when nothing moves on a host for this long. @default only SageMaker's limit of the whole job */
  readonly watchdogSeconds?: number;
  /** Undefined if the job needs no checkpoints: it keeps none in S3, and fails when a host is lost. */
  readonly checkpoints?: CheckpointSettings;
}

export interface CheckpointSettings {
  /** The folder that SageMaker keeps in step with S3; without one, checkpoints are in memory only. */
  readonly folder?: string;
  readonly everyRounds: number;
}

export interface HostSettings {
  readonly name: string;
  /** All hosts of the job, sorted. */
  readonly names: readonly string[];
  readonly index: number;
  readonly count: number;
  /** The first host: it runs the query, holds the tracker and saves the model. */
  readonly isLeader: boolean;
  /** The machine as SageMaker names it, `ml.m5.large`; undefined where it does not. */
  readonly instanceType?: string;
  readonly trackerPort: number;
  /** Addresses of hosts that DNS does not know. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Threads that this host may use when the job does not set a number. */
  readonly threads: number;
  /** True if other hosts of the job run on this machine too, as a local account's do. */
  readonly sharesCores: boolean;
}

export interface ScriptSettings {
  readonly program: string;
  readonly submitDirectory: string;
}

/** Where the rows are. */
export interface SourceSettings extends Settings {
  /** A table or view as its user writes it, or a query in parentheses. */
  readonly table: string;
  readonly target: string;
  /** @default every column but the target and the weight */
  readonly features?: readonly string[];
  /** The column that says how much each row counts. */
  readonly weight?: string;
  /** The table whose rows measure the error. */
  readonly validationTable?: string;
  /** Tags the query in Snowflake's history. */
  readonly jobName?: string;
}

const DEFAULT_CHECKPOINT_ROUNDS = 10;

type Environment = Readonly<Record<string, string | undefined>>;

const textRecord = z.record(z.string(), z.string());
const resourceConfig = z.object({
  current_host: z.string().min(1),
  hosts: z.array(z.string().min(1)).min(1),
  current_instance_type: z.string().optional(),
});
const checkpointConfig = z.looseObject({ LocalPath: z.string().optional() });
const port = z.coerce.number().int().min(1).max(65_535);

/**
 * Reads SageMaker's files and the environment of a training host.
 * @throws UserError that lists every problem at once.
 */
export function readTrainingSettings(
  env: Environment = process.env,
  paths: TrainingPaths = trainingPaths(),
): TrainingSettings {
  const problems: string[] = [];
  const attempt = <Value>(read: () => Value): Value | undefined => {
    try {
      return read();
    } catch (error) {
      if (!isUserError(error)) throw error;
      problems.push(error.message);
      return undefined;
    }
  };
  const given = attempt(() => readJson(paths.hyperparameters, textRecord)) ?? {};
  // What a script of the user's own declares is known only when it is loaded.
  const namesScript = Object.values(SCRIPT_HYPERPARAMETERS).some((name) => given[name] !== undefined);
  const declared = namesScript ? undefined : DEFAULT_SCRIPT_HYPERPARAMETERS;
  const hyperparameters = attempt(() => parseJobHyperparameters(given, declared).hyperparameters);
  const data = attempt(() => parseJobData(given));
  if (!namesScript && hyperparameters !== undefined && data !== undefined) {
    for (const problem of defaultScriptProblems(given, data)) problems.push(problem);
  }
  const channels = attempt(() => readChannels(paths)) ?? [];
  const script = attempt(() => parseScriptHyperparameters(given));
  const host = attempt(() => readHost(env, paths));
  const source = data && attempt(() => readSource(env, data));
  const onHostLoss = attempt(() => readOnHostLoss(env)) ?? 'fail';
  const checkpoints = attempt(() => readCheckpoints(env, paths, onHostLoss));
  const watchdogSeconds = attempt(() => readWhole(env, TRAINING_ENVIRONMENT.watchdogSeconds));
  if (hyperparameters === undefined || host === undefined || source === undefined || problems.length > 0) {
    throw new UserError(problems.join('\n'));
  }
  return {
    paths,
    host,
    channels,
    hyperparameters,
    givenHyperparameters: given,
    script,
    source,
    onHostLoss,
    checkpoints,
    watchdogSeconds,
  };
}

function readOnHostLoss(env: Environment): 'fail' | 'continue' {
  const name = TRAINING_ENVIRONMENT.onHostLoss;
  const given = env[name] ?? 'fail';
  if (given === 'fail' || given === 'continue') return given;
  throw new UserError(`${name} must be fail or continue, not ${JSON.stringify(given)}.`);
}

function readCheckpoints(
  env: Environment,
  paths: TrainingPaths,
  onHostLoss: TrainingSettings['onHostLoss'],
): CheckpointSettings | undefined {
  const everyRounds = readWhole(env, TRAINING_ENVIRONMENT.checkpointRounds) ?? DEFAULT_CHECKPOINT_ROUNDS;
  const folder = existsSync(paths.checkpointConfig)
    ? (readJson(paths.checkpointConfig, checkpointConfig).LocalPath?.replace(/^\/opt\/ml(?=\/)/, paths.base) ??
      paths.checkpoints)
    : undefined;
  if (folder === undefined && onHostLoss === 'fail') return undefined;
  return { folder, everyRounds };
}

function readWhole(env: Environment, name: string): number | undefined {
  if (env[name] === undefined) return undefined;
  const whole = z.coerce.number().int().min(1).safeParse(env[name]);
  if (whole.success) return whole.data;
  throw new UserError(`${name} must be a whole number of at least 1, not ${JSON.stringify(env[name])}.`);
}

function readHost(env: Environment, paths: TrainingPaths): HostSettings {
  const {
    current_host: name,
    hosts,
    current_instance_type: instanceType,
  } = readJson(paths.resourceConfig, resourceConfig);
  const names = hosts.toSorted();
  const index = names.indexOf(name);
  if (index < 0) throw new UserError(`${paths.resourceConfig} names ${name} as this host, but not among the hosts.`);
  const addresses = readHostAddresses(env);
  const sharesCores = names.length > 1 && Object.keys(addresses).length > 0;
  return {
    name,
    names,
    index,
    count: names.length,
    isLeader: index === 0,
    instanceType,
    trackerPort: readTrackerPort(env),
    addresses,
    threads: sharesCores ? Math.max(1, Math.floor(availableParallelism() / names.length)) : availableParallelism(),
    sharesCores,
  };
}

function readHostAddresses(env: Environment): Readonly<Record<string, string>> {
  const name = LOCAL_HOST_ENVIRONMENT.hostAddresses;
  const parsed = textRecord.safeParse(parseJson(env[name] ?? '{}', name));
  if (parsed.success) return parsed.data;
  throw new UserError(`${name} must be a JSON object of host names and addresses.`);
}

function readTrackerPort(env: Environment): number {
  const name = LOCAL_HOST_ENVIRONMENT.trackerPort;
  const parsed = port.safeParse(env[name] ?? DEFAULT_TRACKER_PORT);
  if (parsed.success) return parsed.data;
  throw new UserError(`${name} must be a port from 1 to 65535, not ${JSON.stringify(env[name])}.`);
}

function readSource(env: Environment, data: JobData): SourceSettings {
  const { table: tableInEnvironment, target: targetInEnvironment, ...rest } = readSettings(env);
  const problems: string[] = [];
  const one = (variable: string, told: string | undefined, name: string, given: string | undefined) => {
    if (told !== undefined && given !== undefined && told !== given) {
      problems.push(
        `The environment's ${variable} says ${told}, and the hyperparameter "${name}" ${given}. Give one of them.`,
      );
    }
    return given ?? told;
  };
  const table = one(TRAINING_ENVIRONMENT.table, tableInEnvironment, 'table', data.table);
  const target = one(TRAINING_ENVIRONMENT.target, targetInEnvironment, 'target', data.target);
  if (table !== undefined && data.query !== undefined)
    problems.push('A job reads a table or a query: give one of them.');
  const hasRows = table !== undefined || data.query !== undefined;
  const missing = [
    hasRows ? undefined : `${TRAINING_ENVIRONMENT.table} (the table to train on)`,
    target === undefined ? `${TRAINING_ENVIRONMENT.target} (its column to predict)` : undefined,
    rest.account === undefined ? `${TRAINING_ENVIRONMENT.account} (the Snowflake account)` : undefined,
  ].filter((name) => name !== undefined);
  if (missing.length > 0) {
    problems.push(`The job's environment lacks ${missing.join(', ')}. Set them when you create the job.`);
  }
  if (target === undefined || problems.length > 0) throw new UserError(problems.join('\n'));
  const { features, weight, validationTable } = data;
  const jobName = env[TRAINING_ENVIRONMENT.jobName];
  return {
    ...rest,
    table: rowSource({ table, query: data.query }),
    target,
    features,
    weight,
    validationTable,
    jobName,
  };
}
