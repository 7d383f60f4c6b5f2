import { awsErrorCode, callAws } from '../../aws/call-aws';
import { awsClients } from '../../aws/clients';
import { awsSdk } from '../../aws/load-sdk';
import { InternalError } from '../../errors';
import { NAME_PREFIX, PROJECT_TAG } from '../names';

/** URI of the ECR repository of the training image, without a tag; it is made if it is missing. */
export async function ensureRepository(): Promise<string> {
  const { CreateRepositoryCommand, DescribeRepositoriesCommand } = awsSdk.ecr();
  const ecr = awsClients.ecr();
  return callAws(`make the ECR repository ${NAME_PREFIX}`, async () => {
    try {
      const command = new CreateRepositoryCommand({
        repositoryName: NAME_PREFIX,
        imageScanningConfiguration: { scanOnPush: true },
        tags: [PROJECT_TAG],
      });
      return uriOf((await ecr.send(command)).repository);
    } catch (error) {
      if (awsErrorCode(error) !== 'RepositoryAlreadyExistsException') throw error;
      const found = await ecr.send(new DescribeRepositoriesCommand({ repositoryNames: [NAME_PREFIX] }));
      return uriOf(found.repositories?.[0]);
    }
  });
}

function uriOf(repository: { readonly repositoryUri?: string } | undefined): string {
  if (repository?.repositoryUri === undefined)
    throw new InternalError(`ECR named no URI for repository ${NAME_PREFIX}.`);
  return repository.repositoryUri;
}
