import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'kernel-helpers/cell-api/connect';
import type { Snowflake } from 'kernel-helpers/snowflake/connect';
import {
  IMAGE_PROGRAM,
  LOCAL_HOST_ENVIRONMENT,
  type TrainingPaths,
  trainingPaths,
} from 'kernel-helpers/training-contract/index';
import { credentialsOf } from '../../../kernel-helpers/local-account/aws/callers';
import { ROOT } from '../../support/clone';
import { findFreePort } from '../../support/free-port';
import { startLocalAccount, type TestAccount } from '../../support/local-account';
import { type ProcessRequest, type ProcessResult, runProcess } from '../../support/run-process';
import { makeTemporaryFolder } from '../../support/temporary-folder';
import { withEnvironment } from '../../support/with-environment';
import { makeHouses, TARGET } from './houses';
import { xgboostLibrary } from './xgboost-library';

const PROGRAM = join(ROOT, 'container', IMAGE_PROGRAM);

/** How one host of a job ended. */
export interface HostResult extends ProcessResult {
  readonly name: string;
  readonly paths: TrainingPaths;
}

export interface JobRequest {
  readonly hostCount: number;
  /** The hosts of the job, as each started host reads them. @default those that are started, `algo-1` … */
  readonly hosts?: readonly string[];
  readonly hyperparameters?: Readonly<Record<string, string>>;
  /** Added to the environment of every host. */
  readonly env?: Readonly<Record<string, string>>;
  /** The job's channels as SageMaker describes them, by name. */
  readonly channels?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** A folder that stands for the place of checkpoints in S3: every host finds its files there. */
  readonly checkpoints?: string;
  /** Called with each host's process and what it has printed so far. */
  readonly onOutput?: (host: string, ...args: Parameters<NonNullable<ProcessRequest['onOutput']>>) => void;
}

/** A local account with a table of houses, where jobs of real host processes run. */
export interface TrainingSite {
  readonly account: TestAccount;
  readonly snowflake: Snowflake;
  /** Runs the container on every host at the same time, each in a folder of its own. */
  runJob(request: JobRequest): Promise<readonly HostResult[]>;
  close(): Promise<void>;
}

export async function openTrainingSite(): Promise<TrainingSite> {
  const account = await startLocalAccount();
  const folder = makeTemporaryFolder('training-site');
  const restoreEnvironment = withEnvironment(account.settings);
  const snowflake = await connect();
  await snowflake.sql`create warehouse if not exists housing_wh`;
  await snowflake.sql`create database if not exists housing`;
  await snowflake.sql`create schema if not exists housing.housing_schema`;
  await snowflake.writeTable(makeHouses(), 'california_housing', { ifExists: 'replace' });
  let jobCount = 0;
  return {
    account,
    snowflake,
    runJob: async (request) => {
      jobCount += 1;
      return await runJob(request, account, join(folder.path, `job-${jobCount}`));
    },
    close: async () => {
      await snowflake.close();
      restoreEnvironment();
      await account.close();
      folder.close();
    },
  };
}

/** As SageMaker, gives a host the rights of the role of jobs. */
function keysOfJob({ settings }: TestAccount): Readonly<Record<string, string>> {
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } = settings;
  const keys = credentialsOf('job', { accessKeyId, secretAccessKey });
  return { AWS_ACCESS_KEY_ID: keys.accessKeyId, AWS_SECRET_ACCESS_KEY: keys.secretAccessKey };
}

async function runJob(request: JobRequest, account: TestAccount, directory: string): Promise<readonly HostResult[]> {
  const names = Array.from({ length: request.hostCount }, (_, index) => `algo-${index + 1}`);
  const shared = {
    ...account.env,
    ...keysOfJob(account),
    SF_TABLE: 'california_housing',
    TARGET_COLUMN: TARGET,
    [LOCAL_HOST_ENVIRONMENT.xgboostLibrary]: xgboostLibrary(),
    [LOCAL_HOST_ENVIRONMENT.hostAddresses]: JSON.stringify(
      Object.fromEntries(names.map((name) => [name, '127.0.0.1'])),
    ),
    [LOCAL_HOST_ENVIRONMENT.trackerPort]: String(await findFreePort()),
    ...request.env,
  };
  const hosts = await Promise.allSettled(
    names.map(async (name) => {
      const paths = trainingPaths(join(directory, name));
      writeConfiguration(paths, name, request.hosts ?? names, request.hyperparameters ?? { num_round: '5' });
      if (request.checkpoints !== undefined)
        writeFileSync(paths.checkpointConfig, JSON.stringify({ LocalPath: request.checkpoints }));
      if (request.channels !== undefined) writeFileSync(paths.inputDataConfig, JSON.stringify(request.channels));
      const result = await runProcess(process.execPath, [PROGRAM, 'train'], {
        env: { ...shared, [LOCAL_HOST_ENVIRONMENT.baseDirectory]: paths.base },
        onOutput: (output, running) => request.onOutput?.(name, output, running),
      });
      return { ...result, name, paths };
    }),
  );
  // A host that hangs is only half of the story: the others say why.
  const told = hosts.map((host) =>
    host.status === 'rejected' ? String(host.reason) : host.value.stdout + host.value.stderr,
  );
  return hosts.map((host) => {
    if (host.status === 'rejected') throw new Error(told.join('\n--- the next host\n'));
    return host.value;
  });
}

/** The files that SageMaker writes before it starts a container. */
export function writeConfiguration(
  paths: TrainingPaths,
  currentHost: string,
  hosts: readonly string[],
  hyperparameters: Readonly<Record<string, string>>,
): void {
  mkdirSync(join(paths.base, 'input/config'), { recursive: true });
  writeFileSync(paths.hyperparameters, JSON.stringify(hyperparameters));
  writeFileSync(
    paths.resourceConfig,
    JSON.stringify({ current_host: currentHost, hosts, network_interface_name: 'eth0' }),
  );
}
