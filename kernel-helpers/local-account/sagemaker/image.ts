import { join } from 'node:path';
import { BatchGetImageCommand, type ECRClient } from '@aws-sdk/client-ecr';
import { IMAGE_PROGRAM, LOCAL_IMAGE_ANNOTATIONS, MODEL_MANIFEST_TYPE } from 'kernel-helpers/training-contract/index';
import { localImageDigest } from 'kernel-helpers/training-contract/local-image-digest';
import { z } from 'zod';
import { isAccessDenied } from './access-denied';
import { type ServiceError, validationError } from './service-error';

/** An image of this account's registry whose program is a folder of this machine. */
export interface LocalImage {
  readonly uri: string;
  readonly directory: string;
  /** Path of the program that hosts run. */
  readonly program: string;
}

const IMAGE_URI =
  /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)(?:\.[a-z0-9-]+)+\/([a-z0-9/._-]+?)(?::([\w.-]+)|@(sha256:[0-9a-f]{64}))?$/;
const manifestSchema = z.object({
  mediaType: z.string().default('application/vnd.oci.image.manifest.v1+json'),
  annotations: z.record(z.string(), z.string()).default({}),
});
type Manifest = z.infer<typeof manifestSchema>;

/**
 * Finds the program behind an image's URI and checks that it is the one that was registered.
 * @throws ServiceError ValidationException when the image is not in the registry, or this machine cannot run it.
 */
export async function findLocalImage(
  uri: string,
  ecr: ECRClient,
  accountId: string,
  roleArn?: string,
): Promise<LocalImage> {
  return await programOf(uri, await readManifest(uri, ecr, accountId, roleArn));
}

/**
 * The same for a model. The service takes fewer forms of images for models than for training; its text is quoted in
 * https://github.com/aws/amazon-sagemaker-feedback/issues/180 and https://github.com/mlflow/mlflow/issues/13834.
 */
export async function findModelImage(
  uri: string,
  ecr: ECRClient,
  accountId: string,
  roleArn?: string,
): Promise<LocalImage> {
  const manifest = await readManifest(uri, ecr, accountId, roleArn);
  if (manifest.mediaType === MODEL_MANIFEST_TYPE) return await programOf(uri, manifest);
  throw validationError(
    `Unsupported manifest media type ${manifest.mediaType} for image ${uri}. Ensure that valid manifest media type is used for specified image.`,
  );
}

async function programOf(uri: string, { annotations }: Manifest): Promise<LocalImage> {
  const directory = annotations[LOCAL_IMAGE_ANNOTATIONS.directory];
  if (directory === undefined) {
    throw validationError(
      `Image ${uri} names no program of this machine: the local account runs images that buildTrainingImage() registered, not container layers.`,
    );
  }
  const registered = annotations[LOCAL_IMAGE_ANNOTATIONS.digest];
  const found = await digestOf(directory, uri);
  if (found !== registered) {
    throw validationError(
      `The program in ${directory} is no longer the one that was registered as ${uri}. Register it again with buildTrainingImage().`,
    );
  }
  return { uri, directory, program: join(directory, IMAGE_PROGRAM) };
}

async function readManifest(uri: string, ecr: ECRClient, accountId: string, roleArn?: string): Promise<Manifest> {
  const [, registry, , repositoryName, imageTag, imageDigest] = IMAGE_URI.exec(uri) ?? [];
  if (repositoryName === undefined || registry !== accountId) {
    throw validationError(
      `Image ${uri} is not in this account's registry ${accountId}: the local account runs images that buildTrainingImage() registered.`,
    );
  }
  const imageIds = [imageDigest === undefined ? { imageTag: imageTag ?? 'latest' } : { imageDigest }];
  const manifest = await ecr
    .send(new BatchGetImageCommand({ repositoryName, imageIds }))
    .then(({ images }) => images?.[0]?.imageManifest)
    .catch((cause: unknown) => {
      if (cause instanceof Error && cause.name === 'RepositoryNotFoundException') return undefined;
      if (isAccessDenied(cause)) throw pullDenied(repositoryName, registry, roleArn);
      throw cause;
    });
  if (manifest === undefined)
    throw validationError(`Requested image ${uri} not found. Register it with buildTrainingImage().`);
  return manifestSchema.parse(JSON.parse(manifest));
}

/** In the service's words (amazon-sagemaker-jupyter-scheduler quotes them in its tests of errors). */
function pullDenied(repository: string, registry: string, roleArn = 'of the model'): ServiceError {
  return validationError(
    `Access denied for repository: ${repository} in registry ID: ${registry}. Please check if your ECR repository and image exist and role ${roleArn} has proper pull permissions for SageMaker: ecr:BatchCheckLayerAvailability, ecr:BatchGetImage, ecr:GetDownloadUrlForLayer`,
  );
}

async function digestOf(directory: string, uri: string): Promise<string> {
  try {
    return await localImageDigest(directory);
  } catch (cause) {
    throw validationError(
      `The program of image ${uri} is not in ${directory}. Build it, and register it again with buildTrainingImage().`,
      { cause },
    );
  }
}
