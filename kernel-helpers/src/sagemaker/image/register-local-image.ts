import { createHash } from 'node:crypto';
import { awsErrorCode, callAws } from '../../aws/call-aws';
import { awsClients } from '../../aws/clients';
import { awsSdk } from '../../aws/load-sdk';
import { UserError } from '../../errors';
import { howInstalled } from '../../how-installed';
import { REPOSITORY_NAME } from '../../story-names';
import { LOCAL_IMAGE_ANNOTATIONS, MODEL_MANIFEST_TYPE } from '../../training-contract/index';
import { localImageDigest } from '../../training-contract/local-image-digest';
import { ensureRepository } from './repository';
import { TrainingImage } from './training-image';

/** Stands for the configuration of an image that was never built: an empty JSON object. */
const EMPTY_CONFIG = {
  mediaType: 'application/vnd.docker.container.image.v1+json',
  digest: 'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',
  size: 2,
} as const;

/**
 * Registers the built program's folder as an image of the local account: nothing is built or copied.
 * The tag is the digest of the program's files, so the same program gives the same image.
 */
export async function registerLocalImage(directory: string): Promise<TrainingImage> {
  const programDigest = await digestOfProgram(directory);
  const manifest = localManifest(directory, programDigest);
  const digest = `sha256:${createHash('sha256').update(manifest).digest('hex')}`;
  const tag = tagOf(programDigest);
  const repositoryUri = await ensureRepository();
  const { PutImageCommand } = awsSdk.ecr();
  const command = new PutImageCommand({
    repositoryName: REPOSITORY_NAME,
    imageManifest: manifest,
    imageManifestMediaType: MODEL_MANIFEST_TYPE,
    imageTag: tag,
    imageDigest: digest,
  });
  await callAws('register the training image in ECR', async () => {
    try {
      await awsClients.ecr().send(command);
    } catch (error) {
      if (awsErrorCode(error) !== 'ImageAlreadyExistsException') throw error;
    }
  });
  return new TrainingImage({ uri: `${repositoryUri}@${digest}`, tag, digest, how: 'registered' });
}

/** The tag of the built program's image on a local account that runs programs. */
export async function localImageTag(directory: string): Promise<string> {
  return tagOf(await digestOfProgram(directory));
}

function tagOf(programDigest: string): string {
  return programDigest.replace('sha256:', '').slice(0, 12);
}

/** A manifest in docker's form without layers, whose annotations name the program's folder. */
export function localManifest(directory: string, programDigest: string): string {
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: MODEL_MANIFEST_TYPE,
    config: EMPTY_CONFIG,
    layers: [],
    annotations: {
      [LOCAL_IMAGE_ANNOTATIONS.directory]: directory,
      [LOCAL_IMAGE_ANNOTATIONS.digest]: programDigest,
    },
  });
}

async function digestOfProgram(directory: string): Promise<string> {
  try {
    return await localImageDigest(directory);
  } catch (error) {
    throw new UserError(
      `The training program is not built: its folder container/dist is missing. To repair it, ${howInstalled().repair}.`,
      {
        cause: error,
      },
    );
  }
}
