import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from 'kernel-helpers/errors';
import { ignoreAccessDenied } from '../access-denied';
import { holdFiles, packFolders } from '../archive';
import { membersWithoutEffect } from '../constraints/judge-members';
import type { LocalImage } from '../image';
import { s3Uri, uploadFile } from '../s3-files';
import { AlgorithmFailure } from './algorithm-failure';
import { downloadChannel } from './channels';
import { DEFAULT_MAX_RUNTIME_SECONDS } from './describe-job';
import { type Host, prepareHosts } from './host-files';
import type { JobEnd, JobRecord } from './job-record';
import { JobMetrics } from './metrics';
import { type HostTools, runHosts } from './run-hosts';

/** Why a job is stopped before its hosts have ended by themselves. */
export type StopReason = 'requested' | 'max-runtime' | 'account-closes';

export interface JobToRun {
  readonly input: JobRecord['input'];
  readonly arn: string;
  readonly image: LocalImage;
  /** Where the hosts' folders are made; removed at the end. */
  readonly directory: string;
  readonly stopping: AbortController;
  readonly stopGraceSeconds: number;
}

/** A running job calls this to report its progress. */
export interface JobProgress {
  /** Enters a secondary status; with `startsTraining` the billed time begins. */
  enter(secondaryStatus: string, message: string, startsTraining?: boolean): void;
  keepModel(uri: string): void;
  keepMetrics(metrics: JobRecord['finalMetrics']): void;
}

/** The account closes within seconds, and its jobs end as Failed: letting hosts save a model would be of no use. */
const CLOSE_GRACE_SECONDS = 1;
const MILLISECONDS_PER_SECOND = 1000;

/** A training job from its first folder to its model in S3. It never throws: every problem becomes the job's end. */
export async function runJob(job: JobToRun, progress: JobProgress, tools: HostTools): Promise<JobEnd> {
  try {
    return await train(job, progress, tools);
  } catch (error) {
    const reason = error instanceof AlgorithmFailure ? error.message : `InternalServerError: ${messageOf(error)}`;
    return { status: 'Failed', secondaryStatus: 'Failed', message: 'Training job failed', failureReason: reason };
  } finally {
    await rm(job.directory, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function train(job: JobToRun, progress: JobProgress, tools: HostTools): Promise<JobEnd> {
  const { input, stopping } = job;
  const metrics = new JobMetrics(input.AlgorithmSpecification.MetricDefinitions);
  progress.enter('Starting', 'Preparing the instances for training');
  const hosts = await prepareHosts(input, job.directory, tools.runner.networkInterface);

  progress.enter('Downloading', 'Downloading input data', true);
  const timer = setTimeout(() => stopping.abort('max-runtime' satisfies StopReason), maxRuntimeMilliseconds(input));
  try {
    for (const channel of input.InputDataConfig ?? []) {
      if (!stopping.signal.aborted) await downloadChannel(channel, hosts, tools.clients.s3);
    }
    if (!stopping.signal.aborted) {
      progress.enter('Training', 'Training image download completed. Training in progress.');
      await runHosts(hostsToRun(job, hosts, metrics), tools);
    }
  } finally {
    clearTimeout(timer);
    progress.keepMetrics(metrics.final());
    await metrics.publish(tools.clients.cloudWatch, input.TrainingJobName).catch(ignoreAccessDenied);
    await uploadOutput(job, hosts, tools);
  }
  const reason: unknown = stopping.signal.reason;
  if (reason === 'account-closes') {
    throw new Error('The local account was stopped while the job ran. Start the job again.');
  }
  progress.enter('Uploading', 'Uploading generated training model');
  await uploadModel(job, hosts, progress, tools);
  return endOf(stopping.signal.aborted ? reason : undefined);
}

function hostsToRun(job: JobToRun, hosts: readonly Host[], metrics: JobMetrics): Parameters<typeof runHosts>[0] {
  const { input, arn, image, stopping, stopGraceSeconds } = job;
  return {
    job: { name: input.TrainingJobName, arn, environment: input.Environment ?? {} },
    hosts,
    image,
    instanceType: input.ResourceConfig.InstanceType,
    programArguments: input.AlgorithmSpecification.ContainerArguments ?? ['train'],
    metrics,
    withoutEffect: membersWithoutEffect('CreateTrainingJob', input),
    stopSignal: stopping.signal,
    stopGraceSeconds: (reason) => (reason === 'account-closes' ? CLOSE_GRACE_SECONDS : stopGraceSeconds),
  };
}

/** Keeps the model of a stopped job if there is one: the job got its last seconds to save it. */
async function uploadModel(
  job: JobToRun,
  hosts: readonly Host[],
  progress: JobProgress,
  tools: HostTools,
): Promise<void> {
  const folders = hosts.map(({ paths }) => paths.model);
  if (job.stopping.signal.aborted && !(await holdFiles(folders))) return;
  progress.keepModel(await packAndUpload(job, folders, 'model.tar.gz', tools));
}

async function uploadOutput(job: JobToRun, hosts: readonly Host[], tools: HostTools): Promise<void> {
  const folders = hosts.map(({ paths }) => paths.outputData);
  if (await holdFiles(folders)) await packAndUpload(job, folders, 'output.tar.gz', tools);
}

async function packAndUpload(
  job: JobToRun,
  folders: readonly string[],
  name: 'model.tar.gz' | 'output.tar.gz',
  tools: HostTools,
): Promise<string> {
  const uri = s3Uri(job.input.OutputDataConfig.S3OutputPath, job.input.TrainingJobName, 'output', name);
  const archive = join(job.directory, name);
  await packFolders(folders, join(job.directory, `${name} contents`), archive);
  await uploadFile(tools.clients.s3, archive, uri).catch((cause: unknown) => {
    throw new AlgorithmFailure(`ClientError: Data upload failed: ${uri} could not be written: ${messageOf(cause)}`, {
      cause,
    });
  });
  return uri;
}

function endOf(stopReason: unknown): JobEnd {
  if (stopReason === undefined)
    return { status: 'Completed', secondaryStatus: 'Completed', message: 'Training job completed' };
  if (stopReason === 'max-runtime') {
    const message = 'Training job runtime exceeded MaxRuntimeInSeconds provided';
    return { status: 'Stopped', secondaryStatus: 'MaxRuntimeExceeded', message };
  }
  return { status: 'Stopped', secondaryStatus: 'Stopped', message: 'Training job stopped' };
}

function maxRuntimeMilliseconds(input: JobRecord['input']): number {
  const seconds = input.StoppingCondition?.MaxRuntimeInSeconds ?? DEFAULT_MAX_RUNTIME_SECONDS;
  // A timer holds at most 2^31 − 1 ms, less than the 28 days that SageMaker allows.
  return Math.min(seconds * MILLISECONDS_PER_SECOND, 2 ** 31 - 1);
}
