import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { LOCAL_HOST_ENVIRONMENT, trainingPaths } from 'kernel-helpers/training-contract/index';
import { findFreePort } from '../../../support/free-port';
import { until } from '../../../support/until';
import { TARGET } from '../../support/houses';
import { type HostResult, type TrainingSite, writeConfiguration } from '../../support/training-site';
import type { Podman } from './podman';

export interface ContainerJob {
  readonly hostCount?: number;
  /** The hosts of the job, as each started host reads them. @default those that are started, `algo-1` … */
  readonly hosts?: readonly string[];
  readonly hyperparameters?: Readonly<Record<string, string>>;
  /** Added to the environment of every host; an empty text takes a variable away. */
  readonly env?: Readonly<Record<string, string>>;
  /** @default host */
  readonly network?: 'host' | 'none';
  /** Options of `podman run`. */
  readonly options?: readonly string[];
  /** Called with what a host has printed so far. */
  readonly onOutput?: (host: RunningHost, output: string) => void;
}

export interface RunningHost {
  readonly name: string;
  readonly isLeader: boolean;
  /** Sends a signal to the program in the container. */
  kill(signal: 'SIGTERM' | 'SIGKILL'): void;
  /** Freezes the container: it neither answers nor ends, until all others have ended. */
  pause(): void;
}

export type ContainerResult = HostResult & { readonly endedAt: number };

let jobCount = 0;

/**
 * Runs an image's `train` as SageMaker does: every host a container with its own `/opt/ml`, and `algo-1` … as names.
 * The containers share this machine's network, because the local account listens on 127.0.0.1 alone.
 */
export async function runInContainers(
  { podman, site, image }: { readonly podman: Podman; readonly site: TrainingSite; readonly image: string },
  { hostCount = 1, env = {}, network = 'host', options = [], onOutput, ...request }: ContainerJob,
): Promise<readonly ContainerResult[]> {
  jobCount += 1;
  const job = `job-${jobCount}`;
  const folder = join(podman.folder, job);
  const names = Array.from({ length: hostCount }, (_, index) => `algo-${index + 1}`);
  const variables = {
    ...site.account.settings,
    SF_TABLE: 'california_housing',
    TARGET_COLUMN: TARGET,
    [LOCAL_HOST_ENVIRONMENT.hostAddresses]: JSON.stringify(
      Object.fromEntries(names.map((name) => [name, '127.0.0.1'])),
    ),
    [LOCAL_HOST_ENVIRONMENT.trackerPort]: String(await findFreePort()),
    ...env,
  };
  const [running, frozen] = [new Set(names), new Set<string>()];
  const run = async (name: string): Promise<ContainerResult> => {
    const paths = trainingPaths(join(folder, name));
    writeConfiguration(paths, name, request.hosts ?? names, request.hyperparameters ?? { num_round: '5' });
    // SageMaker's folders belong to whoever runs there.
    chmodSync(paths.base, 0o777);
    const container = `${job}-${name}`;
    // The program may print something before Podman itself knows that it runs.
    const command = (...args: readonly string[]): void =>
      void until(async () => !running.has(name) || (await podman.result([...args, container])).exitCode === 0);
    const host: RunningHost = {
      name,
      isLeader: name === names[0],
      kill: (signal) => command('kill', '--signal', signal),
      pause: () => {
        frozen.add(container);
        command('pause');
      },
    };
    const result = await podman.result(
      [
        'run',
        ...['--name', container, '--network', network, '--volume', `${paths.base}:/opt/ml`, ...options],
        ...Object.entries(variables).flatMap(([variable, value]) =>
          value === '' ? [] : ['--env', `${variable}=${value}`],
        ),
        ...[image, 'train'],
      ],
      { onOutput: (output) => onOutput?.(host, output) },
    );
    running.delete(name);
    if (running.size === frozen.size) for (const one of frozen) await podman.result(['unpause', one]);
    return { ...result, name, paths, endedAt: Date.now() };
  };
  return await Promise.all(names.map(run));
}
