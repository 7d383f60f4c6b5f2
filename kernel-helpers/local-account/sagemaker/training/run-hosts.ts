import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { TRAINING_ENVIRONMENT } from 'kernel-helpers/training-contract/index';
import type { AwsClients } from '../../aws/aws-account';
import { describeWithoutEffect } from '../constraints/judge-members';
import { hiddenVariables } from '../hosts/host-environment';
import type { HostRunner, RunningHost } from '../hosts/host-runner';
import type { Images, LocalImage } from '../image';
import { LogStream } from '../log-stream';
import { AlgorithmFailure } from './algorithm-failure';
import type { Host } from './host-files';
import type { JobMetrics } from './metrics';

/** CloudWatch's group for the output of training hosts. */
export const TRAINING_LOG_GROUP = '/aws/sagemaker/TrainingJobs';

export interface HostsToRun {
  readonly job: { readonly name: string; readonly arn: string; readonly environment: Readonly<Record<string, string>> };
  readonly hosts: readonly Host[];
  readonly image: LocalImage;
  readonly instanceType?: string | undefined;
  readonly programArguments: readonly string[];
  readonly metrics: JobMetrics;
  /** Members of the request without effect on this machine; the first host's log begins with them. */
  readonly withoutEffect: readonly string[];
  /** Whether the other hosts go on when one fails; the job then fails only if all do. @default they are stopped */
  readonly goesOnWithoutLostHosts: boolean;
  /** Stops the hosts: SIGTERM, and SIGKILL after a time that depends on the reason. */
  readonly stopSignal: AbortSignal;
  readonly stopGraceSeconds: (reason: unknown) => number;
}

export interface HostTools {
  readonly clients: AwsClients;
  readonly images: Images;
  readonly runner: HostRunner;
}

/** How long the other hosts get after one has failed. It is short because their work no longer counts. */
const GRACE_AFTER_FAILURE_SECONDS = 5;

/**
 * Runs the image once per host until all have ended; all their output is in CloudWatch Logs when this returns.
 * @throws AlgorithmFailure of the first host that failed, unless the job goes on without it and another host succeeds.
 * The exit code of a stopped host is not a failure.
 */
export async function runHosts(run: HostsToRun, tools: HostTools): Promise<void> {
  const hostNames = run.hosts.map(({ name }) => name).sort();
  const { image, instanceType } = run;
  const network = await tools.runner.openTraining({ image, instanceType, hostNames });
  const epoch = Math.floor(Date.now() / 1000);
  const running: RunningHost[] = [];
  const streams: LogStream[] = [];
  let hasOneSucceeded = false;
  let firstFailure: { readonly host: Host; readonly exitCode: number } | undefined;

  const stopAll = (graceSeconds: number): void => {
    for (const host of running) host.stop(graceSeconds);
  };
  const onStop = (): void => stopAll(run.stopGraceSeconds(run.stopSignal.reason));
  run.stopSignal.addEventListener('abort', onStop, { once: true });
  try {
    const ends = run.hosts.map(async (host) => {
      const stream = new LogStream(tools.clients.logs, TRAINING_LOG_GROUP, `${run.job.name}/${host.name}-${epoch}`);
      streams.push(stream);
      const facts = {
        [TRAINING_ENVIRONMENT.jobName]: run.job.name,
        [TRAINING_ENVIRONMENT.jobArn]: run.job.arn,
      };
      if (host.number === 1) {
        const set = { ...tools.runner.surroundingsOf(host.paths.base), ...network.variables, ...facts };
        const withoutEffect = [...run.withoutEffect, ...hiddenVariables(run.job.environment, set)];
        for (const line of describeWithoutEffect(withoutEffect)) void stream.write(line);
      }
      const started = network.start({
        title: `${host.name} of training job ${run.job.name}`,
        name: host.name,
        programArguments: run.programArguments,
        directory: host.paths.base,
        environment: { ...run.job.environment, ...facts },
        onLine: (line) => {
          run.metrics.observe(line);
          return stream.write(line);
        },
      });
      running.push(started);
      const exitCode = await started.exited;
      // Failures of other hosts after the first one are consequences of it.
      if (exitCode === 0) hasOneSucceeded = true;
      if (exitCode === 0 || run.stopSignal.aborted || firstFailure !== undefined) return;
      firstFailure = { host, exitCode };
      if (!run.goesOnWithoutLostHosts) stopAll(GRACE_AFTER_FAILURE_SECONDS);
    });
    if (run.stopSignal.aborted) onStop();
    await Promise.all(ends);
  } finally {
    run.stopSignal.removeEventListener('abort', onStop);
    await Promise.all([network.close(), ...streams.map((stream) => stream.close())]);
  }
  if (run.goesOnWithoutLostHosts && hasOneSucceeded) return;
  if (firstFailure !== undefined) throw new AlgorithmFailure(await reasonOf(firstFailure.host, firstFailure.exitCode));
}

/** SageMaker's form: the kind of error, what the container left in its failure file, and the exit code. */
async function reasonOf(host: Host, exitCode: number): Promise<string> {
  const ending = `, exit code: ${exitCode}`;
  const text = existsSync(host.paths.failure) ? await readFile(host.paths.failure, 'utf8') : '';
  const reason = text.trim() === '' ? `${host.name} left no failure file; its log says more` : text.trim();
  const kind = 'AlgorithmError: ';
  return `${kind}${reason.slice(0, 1024 - kind.length - ending.length)}${ending}`;
}
