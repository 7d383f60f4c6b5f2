import { DescribeRepositoriesCommand, type ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';
import { isAwsError } from '../aws/error-name';
import type { StoredManifest } from './image-store';
import { RegistryError } from './registry-error';

/** ECR, which knows the repositories and lists their images. The bytes are in this registry. */
export class Repositories {
  constructor(
    private readonly ecr: ECRClient,
    private readonly accountId: string,
  ) {}

  /** @throws RegistryError NAME_UNKNOWN when ECR has no such repository: a push makes none. */
  async require(repositoryName: string): Promise<void> {
    await this.ecr
      .send(new DescribeRepositoriesCommand({ repositoryNames: [repositoryName] }))
      .catch((error: unknown) => this.rethrow(error, repositoryName));
  }

  /** Lets ECR list an image under a tag. SageMaker finds images there. */
  async list(repositoryName: string, { digest, mediaType, content }: StoredManifest, imageTag: string): Promise<void> {
    const command = new PutImageCommand({
      repositoryName,
      imageManifest: content.toString('utf8'),
      imageManifestMediaType: mediaType,
      imageTag,
      imageDigest: digest,
    });
    await this.ecr.send(command).catch((error: unknown) => {
      // ECR's registry takes the same push twice; only its API refuses it.
      if (!isAwsError(error, 'ImageAlreadyExistsException')) this.rethrow(error, repositoryName);
    });
  }

  private rethrow(error: unknown, repositoryName: string): never {
    if (isAwsError(error, 'RepositoryNotFoundException')) {
      const where = `in the registry with id '${this.accountId}'`;
      throw new RegistryError(
        404,
        'NAME_UNKNOWN',
        `The repository with name '${repositoryName}' does not exist ${where}. Make it with ECR's CreateRepository.`,
      );
    }
    if (isAwsError(error, 'ImageTagAlreadyExistsException')) throw new RegistryError(400, 'TAG_INVALID', error.message);
    throw error;
  }
}
