import { join } from 'node:path';
import { buildTrainingImage } from 'kernel-helpers/cell-api/build-training-image';
import { connect } from 'kernel-helpers/cell-api/connect';
import type { FinishedJob } from 'kernel-helpers/cell-api/finished-job';
import { trainingJob } from 'kernel-helpers/cell-api/plan-job';
import type { TrainingJob } from 'kernel-helpers/cell-api/training-job';
import { findResources } from 'kernel-helpers/sagemaker/clean-up/find-resources';
import { Table } from 'kernel-helpers/table/columnar-table';
import { type AwsGate, startAwsGate } from '../../../support/aws-gate';
import { captureStdout } from '../../../support/capture-stdout';
import { ROOT } from '../../../support/clone';
import { startLocalAccount } from '../../../support/local-account';
import { withEnvironment } from '../../../support/with-environment';

/** A finished job on a local account, with gates before SageMaker and before the other services of AWS. */
export interface FinishedJobOnAccount {
  readonly finished: FinishedJob;
  readonly sageMaker: AwsGate;
  readonly otherServices: AwsGate;
  close(): Promise<void>;
}

/** Also sets this process's environment, until it is closed. */
export async function startFinishedJob(): Promise<FinishedJobOnAccount> {
  const account = await startLocalAccount();
  const sageMaker = await startAwsGate(account.settings.AWS_ENDPOINT_URL_SAGEMAKER ?? '');
  const otherServices = await startAwsGate(account.settings.AWS_ENDPOINT_URL ?? '');
  const restore = withEnvironment({
    ...account.settings,
    AWS_ENDPOINT_URL: otherServices.url,
    AWS_ENDPOINT_URL_SAGEMAKER: sageMaker.url,
    AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: sageMaker.url,
  });
  const finished = await quietly(runJob);
  return {
    finished,
    sageMaker,
    otherServices,
    close: async () => {
      restore();
      await sageMaker.close();
      await otherServices.close();
      await account.close();
    },
  };
}

async function runJob(): Promise<FinishedJob> {
  const snowflake = await connect();
  const rows = Array.from({ length: 100 }, (_, row) => ({ X: row % 10, TARGET: (row % 10) * 2 }));
  await snowflake.writeTable(Table.fromRows(rows), 'sums');
  const job = await startJob(3);
  const finished = await job.watch();
  await snowflake.close();
  return finished;
}

/** Starts a job on the table of this account. */
export async function startJob(rounds: number): Promise<TrainingJob> {
  return await trainingJob({
    image: await buildTrainingImage(),
    sourceDir: join(ROOT, 'notebooks', 'training'),
    entryPoint: 'train.ts',
    table: 'sums',
    target: 'TARGET',
    instances: { type: 'ml.m5.large', count: 1 },
    hyperparameters: { num_round: rounds, seed: 1 },
  }).start();
}

/** What a call gives, without what it prints. */
export async function quietly<Result>(call: () => Promise<Result>): Promise<Result> {
  const results: Result[] = [];
  await captureStdout(async () => void results.push(await call()));
  return results[0];
}

/** The message of what a call throws; a call that throws nothing fails the test. */
export async function messageOf(call: () => Promise<unknown>): Promise<string> {
  try {
    await quietly(call);
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  throw new Error('It threw no error.');
}

/** What stands in the account, such as `endpoint of yours`. */
export async function standing(): Promise<string[]> {
  const { resources } = await findResources('user/moto');
  return resources.map(({ kind, owner }) => `${kind} of ${owner}`);
}

/** What stands for one endpoint. */
export const ALL_THREE = ['endpoint of yours', 'endpoint configuration of yours', 'model of yours'];
