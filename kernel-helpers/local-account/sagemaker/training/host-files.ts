import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type TrainingPaths, trainingPaths } from 'kernel-helpers/training-contract/index';
import type { Channel, JobInput } from './job-input';

/** SageMaker's default (API reference, CheckpointConfig). */
export const CHECKPOINT_PATH = '/opt/ml/checkpoints';

/** One of a job's hosts and its folders. */
export interface Host {
  readonly name: string;
  /** 1 for the first host, as in its name and its log stream. */
  readonly number: number;
  readonly paths: TrainingPaths;
}

/** The hosts of a job, with their files as SageMaker writes them before a container starts. */
export async function prepareHosts(input: JobInput, directory: string, networkInterface: string): Promise<Host[]> {
  const count = input.ResourceConfig.InstanceCount ?? 1;
  const hosts = Array.from({ length: count }, (_, index): Host => {
    const name = `algo-${index + 1}`;
    return { name, number: index + 1, paths: trainingPaths(join(directory, name)) };
  });
  const names = hosts.map(({ name }) => name).sort();
  for (const host of hosts) await writeHostFiles(host, names, input, networkInterface);
  return hosts;
}

async function writeHostFiles(
  { name, paths }: Host,
  names: readonly string[],
  input: JobInput,
  networkInterface: string,
): Promise<void> {
  for (const folder of [paths.inputData, paths.code, paths.model, paths.outputData, dirname(paths.failure)]) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  }
  await writeJson(paths.hyperparameters, input.HyperParameters ?? {});
  await writeJson(paths.inputDataConfig, Object.fromEntries((input.InputDataConfig ?? []).map(describeChannel)));
  if (input.CheckpointConfig !== undefined)
    await writeJson(paths.checkpointConfig, { LocalPath: CHECKPOINT_PATH, ...input.CheckpointConfig });
  await writeJson(paths.resourceConfig, {
    current_host: name,
    current_instance_type: input.ResourceConfig.InstanceType,
    current_group_name: 'homogeneousCluster',
    hosts: names,
    instance_groups: [
      { instance_group_name: 'homogeneousCluster', instance_type: input.ResourceConfig.InstanceType, hosts: names },
    ],
    network_interface_name: networkInterface,
  });
}

function describeChannel(channel: Channel): [string, Readonly<Record<string, string>>] {
  const description = {
    // FastFile is written as "File" (SageMaker developer guide, "How Amazon SageMaker provides training information").
    TrainingInputMode: 'File',
    S3DistributionType: channel.DataSource.S3DataSource?.S3DataDistributionType ?? 'FullyReplicated',
    RecordWrapperType: channel.RecordWrapperType ?? 'None',
    ...(channel.ContentType !== undefined && { ContentType: channel.ContentType }),
  };
  return [channel.ChannelName, description];
}

async function writeJson(path: string, value: unknown): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(path, JSON.stringify(value), { mode: 0o600 });
}
