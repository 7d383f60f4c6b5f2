import { join } from 'node:path';
import type { S3Client } from '@aws-sdk/client-s3';
import { downloadFile, listKeys, parseS3Uri, pathsBelow, whyNotFiles } from '../s3-files';
import { AlgorithmFailure } from './algorithm-failure';
import type { Host } from './host-files';
import type { Channel } from './job-input';

/** Copies a channel's objects to the hosts that get them: all to each, or every n-th object to each of n. */
export async function downloadChannel(channel: Channel, hosts: readonly Host[], s3: S3Client): Promise<void> {
  const source = channel.DataSource.S3DataSource;
  if (source === undefined) return;
  const location = parseS3Uri(source.S3Uri);
  const keys = await listKeys(s3, location).catch((cause: unknown) => {
    throw downloadFailed(channel, `the bucket ${location.bucket} cannot be read`, cause);
  });
  if (keys.length === 0) throw downloadFailed(channel, `no objects begin with ${source.S3Uri}`);
  const paths = pathsBelow(location.key, keys);
  const obstacle = whyNotFiles([...paths.values()]);
  if (obstacle !== undefined)
    throw downloadFailed(channel, `${obstacle}. Copy the objects to keys that are plain paths`);
  for (const [index, [key, path]] of [...paths].entries()) {
    const isSharded = source.S3DataDistributionType === 'ShardedByS3Key';
    for (const host of isSharded ? [hosts[index % hosts.length]] : hosts) {
      const folder = join(host.paths.inputData, channel.ChannelName);
      await downloadFile(s3, { bucket: location.bucket, key }, join(folder, path));
    }
  }
}

function downloadFailed(channel: Channel, reason: string, cause?: unknown): AlgorithmFailure {
  return new AlgorithmFailure(`ClientError: Data download failed for channel ${channel.ChannelName}: ${reason}.`, {
    cause,
  });
}
