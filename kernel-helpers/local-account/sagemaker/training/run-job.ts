import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from 'kernel-helpers/errors';
import { ignoreAccessDenied } from '../access-denied';
import { holdFiles, packFolders } from '../archive';
import { s3Uri, uploadFile } from '../s3-files';
import { AlgorithmFailure } from './algorithm-failure';
import { DEFAULT_MAX_RUNTIME_SECONDS } from './describe-job';
import { type Host, prepareHosts } from './host-files';
import type { JobEnd } from './job-record';
import type { JobProgress, JobToRun, StopReason } from './job-to-run';
import { JobMetrics } from './metrics';
import { runAttempt } from './run-attempt';
import type { HostTools } from './run-hosts';

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
  let hosts: readonly Host[] = [];
  const waitTimer = limitTime(stopping, 'max-wait', input.StoppingCondition?.MaxWaitTimeInSeconds);
  try {
    let runSeconds = input.StoppingCondition?.MaxRuntimeInSeconds ?? DEFAULT_MAX_RUNTIME_SECONDS;
    for (let isFirst = true; !stopping.signal.aborted; isFirst = false) {
      const startedAt = Date.now();
      const runTimer = limitTime(stopping, 'max-runtime', runSeconds);
      progress.enter('Starting', 'Preparing the instances for training');
      if (!isFirst) await rm(job.directory, { recursive: true, force: true, maxRetries: 3 });
      hosts = await prepareHosts(input, job.directory, tools.runner.networkInterface);
      const interruption = await runAttempt({ ...job, hosts, metrics, isFirst }, progress, tools).finally(() =>
        clearTimeout(runTimer),
      );
      if (interruption === undefined) break;
      runSeconds -= (Date.now() - startedAt) / MILLISECONDS_PER_SECOND;
      // "Interrupted - The job stopped because the managed spot training instances were interrupted" (API reference).
      progress.enter('Interrupted', 'The spot instances were taken away; the job waits for others');
      await untilAborted(stopping.signal, interruption.waitSeconds);
    }
  } finally {
    clearTimeout(waitTimer);
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

/** Stops the job with this reason after the time; a job without a limit has no such timer. */
function limitTime(
  stopping: AbortController,
  reason: StopReason,
  seconds: number | undefined,
): NodeJS.Timeout | undefined {
  if (seconds === undefined) return undefined;
  // A timer holds at most 2^31 − 1 ms, less than the 28 days that SageMaker allows.
  const milliseconds = Math.min(seconds * MILLISECONDS_PER_SECOND, 2 ** 31 - 1);
  return setTimeout(() => stopping.abort(reason), milliseconds);
}

async function untilAborted(signal: AbortSignal, seconds: number): Promise<void> {
  await delay(seconds * MILLISECONDS_PER_SECOND, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
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
  if (stopReason === 'max-wait') {
    const message = 'Training job exceeded MaxWaitTimeInSeconds provided';
    return { status: 'Stopped', secondaryStatus: 'MaxWaitTimeExceeded', message };
  }
  return { status: 'Stopped', secondaryStatus: 'Stopped', message: 'Training job stopped' };
}
