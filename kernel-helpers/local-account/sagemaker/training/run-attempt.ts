import { TRAINING_ENVIRONMENT } from 'kernel-helpers/training-contract/index';
import { membersWithoutEffect } from '../constraints/judge-members';
import { downloadChannel } from './channels';
import { CheckpointSync } from './checkpoint-sync';
import type { Host } from './host-files';
import type { JobProgress, JobToRun, SpotInterruption } from './job-to-run';
import type { JobMetrics } from './metrics';
import { type HostsToRun, type HostTools, runHosts } from './run-hosts';

export interface Attempt extends JobToRun {
  readonly hosts: readonly Host[];
  readonly metrics: JobMetrics;
  /** The billed time begins with the first attempt. */
  readonly isFirst: boolean;
}

/** The account closes within seconds, and its jobs end as Failed: letting hosts save a model would be of no use. */
const CLOSE_GRACE_SECONDS = 1;

/** Runs a job on these hosts to its end, or until they are taken away. */
export async function runAttempt(
  attempt: Attempt,
  progress: JobProgress,
  tools: HostTools,
): Promise<SpotInterruption | undefined> {
  const { input, hosts, stopping, isFirst } = attempt;
  progress.enter('Downloading', 'Downloading input data', isFirst);
  for (const channel of input.InputDataConfig ?? []) {
    if (!stopping.signal.aborted) await downloadChannel(channel, hosts, tools.clients.s3);
  }
  if (stopping.signal.aborted) return undefined;
  const uri = input.CheckpointConfig?.S3Uri;
  const checkpoints = uri === undefined ? undefined : await CheckpointSync.open(uri, hosts, tools.clients.s3);
  try {
    return await runUntilInterrupted(attempt, progress, tools);
  } finally {
    await checkpoints?.close();
  }
}

async function runUntilInterrupted(
  attempt: Attempt,
  progress: JobProgress,
  tools: HostTools,
): Promise<SpotInterruption | undefined> {
  const { stopping, onInterruptible } = attempt;
  let interruption: SpotInterruption | undefined;
  const takenAway = new AbortController();
  onInterruptible((told) => {
    interruption = told;
    takenAway.abort('spot-interruption');
  });
  try {
    progress.enter('Training', 'Training image download completed. Training in progress.');
    await runHosts(hostsToRun(attempt, AbortSignal.any([stopping.signal, takenAway.signal])), tools);
  } finally {
    onInterruptible(undefined);
  }
  return stopping.signal.aborted ? undefined : interruption;
}

function hostsToRun(
  { input, arn, image, hosts, metrics, stopGraceSeconds }: Attempt,
  stopSignal: AbortSignal,
): HostsToRun {
  const environment = input.Environment ?? {};
  return {
    job: { name: input.TrainingJobName, arn, environment },
    hosts,
    image,
    instanceType: input.ResourceConfig.InstanceType,
    programArguments: input.AlgorithmSpecification.ContainerArguments ?? ['train'],
    metrics,
    withoutEffect: membersWithoutEffect('CreateTrainingJob', input),
    goesOnWithoutLostHosts: environment[TRAINING_ENVIRONMENT.onHostLoss] === 'continue',
    stopSignal,
    stopGraceSeconds: (reason) => (reason === 'account-closes' ? CLOSE_GRACE_SECONDS : stopGraceSeconds),
  };
}
