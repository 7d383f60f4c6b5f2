import { join } from 'node:path';
import { BatchGetImageCommand, type ECRClient } from '@aws-sdk/client-ecr';
import { IMAGE_PROGRAM, LOCAL_IMAGE_ANNOTATIONS, MODEL_MANIFEST_TYPE } from 'kernel-helpers/training-contract/index';
import { localImageDigest } from 'kernel-helpers/training-contract/local-image-digest';
import { z } from 'zod';
import { isAccessDenied } from './access-denied';
import { type ServiceError, validationError } from './service-error';

/** An image of this account's registry: its program is a folder of this machine, or it has layers for a container. */
export type LocalImage = ProgramImage | LayeredImage;

interface ProgramImage {
  readonly kind: 'program';
  readonly uri: string;
  readonly directory: string;
  /** Path of the program that hosts run. */
  readonly program: string;
}

interface LayeredImage {
  readonly kind: 'layers';
  readonly uri: string;
  readonly repository: string;
  /** `sha256:` and 64 hex digits. */
  readonly digest: string;
}

const IMAGE_URI =
  /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)(?:\.[a-z0-9-]+)+\/([a-z0-9/._-]+?)(?::([\w.-]+)|@(sha256:[0-9a-f]{64}))?$/;
const manifestSchema = z.object({
  mediaType: z.string().default('application/vnd.oci.image.manifest.v1+json'),
  annotations: z.record(z.string(), z.string()).default({}),
});
/** A manifest, and where it was found. */
type Manifest = z.infer<typeof manifestSchema> & { readonly repository: string; readonly digest: string };

/** The images of the account's registry, as its SageMaker finds them. */
export class Images {
  /** @param runs the kind of images that this account can run */
  constructor(
    private readonly ecr: ECRClient,
    private readonly accountId: string,
    private readonly runs: LocalImage['kind'],
  ) {}

  /**
   * Finds what a host runs, and checks that it is what was registered or pushed.
   * @throws ServiceError ValidationException when the image is not in the registry, or this account cannot run it.
   */
  async find(uri: string, roleArn?: string): Promise<LocalImage> {
    return await this.runnable(uri, await this.readManifest(uri, roleArn));
  }

  /**
   * The same for a model. The service takes fewer forms of images for models than for training; its text is quoted in
   * https://github.com/aws/amazon-sagemaker-feedback/issues/180 and https://github.com/mlflow/mlflow/issues/13834.
   */
  async findForModel(uri: string, roleArn?: string): Promise<LocalImage> {
    const manifest = await this.readManifest(uri, roleArn);
    if (manifest.mediaType === MODEL_MANIFEST_TYPE) return await this.runnable(uri, manifest);
    throw validationError(
      `Unsupported manifest media type ${manifest.mediaType} for image ${uri}. Ensure that valid manifest media type is used for specified image.`,
    );
  }

  private async runnable(uri: string, { annotations, repository, digest }: Manifest): Promise<LocalImage> {
    const directory = annotations[LOCAL_IMAGE_ANNOTATIONS.directory];
    if (directory === undefined) {
      if (this.runs === 'layers') return { kind: 'layers', uri, repository, digest };
      throw validationError(
        `Image ${uri} names no program of this machine: the local account runs images that buildTrainingImage() registered, not container layers. \`npx local-account up --runner container\` starts one that runs layers.`,
      );
    }
    if (this.runs === 'layers') {
      throw validationError(
        `Image ${uri} names a program of this machine and has no layers, and this local account runs containers. Build it again with buildTrainingImage().`,
      );
    }
    const found = await digestOf(directory, uri);
    if (found !== annotations[LOCAL_IMAGE_ANNOTATIONS.digest]) {
      throw validationError(
        `The program in ${directory} is no longer the one that was registered as ${uri}. Register it again with buildTrainingImage().`,
      );
    }
    return { kind: 'program', uri, directory, program: join(directory, IMAGE_PROGRAM) };
  }

  private async readManifest(uri: string, roleArn?: string): Promise<Manifest> {
    const [, registry, , repositoryName, imageTag, imageDigest] = IMAGE_URI.exec(uri) ?? [];
    if (repositoryName === undefined || registry !== this.accountId) {
      throw validationError(
        `Image ${uri} is not in this account's registry ${this.accountId}: the local account runs images that buildTrainingImage() made.`,
      );
    }
    const imageIds = [imageDigest === undefined ? { imageTag: imageTag ?? 'latest' } : { imageDigest }];
    const image = await this.ecr
      .send(new BatchGetImageCommand({ repositoryName, imageIds }))
      .then(({ images }) => images?.[0])
      .catch((cause: unknown) => {
        if (cause instanceof Error && cause.name === 'RepositoryNotFoundException') return undefined;
        if (isAccessDenied(cause)) throw pullDenied(repositoryName, registry, roleArn);
        throw cause;
      });
    if (image?.imageManifest === undefined)
      throw validationError(`Requested image ${uri} not found. Make it with buildTrainingImage().`);
    const manifest = manifestSchema.parse(JSON.parse(image.imageManifest));
    return { ...manifest, repository: repositoryName, digest: image.imageId?.imageDigest ?? '' };
  }
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
