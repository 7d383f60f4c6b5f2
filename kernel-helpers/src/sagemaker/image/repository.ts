import { awsErrorCode, callAws } from '../../aws/call-aws';
import { awsClients } from '../../aws/clients';
import { awsSdk } from '../../aws/load-sdk';
import { InternalError } from '../../errors';
import { REPOSITORY_NAME } from '../../story-names';

/**
 * URI of the ECR repository of the training image, without a tag; it is made if it is missing, without tags, because
 * AmazonSageMakerFullAccess does not allow `ecr:TagResource`.
 */
export async function ensureRepository(): Promise<string> {
  const found = await callAws(`look for the ECR repository ${REPOSITORY_NAME}`, findRepository);
  if (found !== undefined) return found;
  return await callAws(`make the ECR repository ${REPOSITORY_NAME}`, makeRepository);
}

async function findRepository(): Promise<string | undefined> {
  const { DescribeRepositoriesCommand } = awsSdk.ecr();
  try {
    const command = new DescribeRepositoriesCommand({ repositoryNames: [REPOSITORY_NAME] });
    return uriOf((await awsClients.ecr().send(command)).repositories?.[0]);
  } catch (error) {
    if (awsErrorCode(error) === 'RepositoryNotFoundException') return undefined;
    throw error;
  }
}

async function makeRepository(): Promise<string> {
  const { CreateRepositoryCommand } = awsSdk.ecr();
  try {
    const answer = await awsClients.ecr().send(new CreateRepositoryCommand({ repositoryName: REPOSITORY_NAME }));
    return uriOf(answer.repository);
  } catch (error) {
    // Another notebook of the same account may have made it a moment before.
    const found = awsErrorCode(error) === 'RepositoryAlreadyExistsException' ? await findRepository() : undefined;
    if (found === undefined) throw error;
    return found;
  }
}

function uriOf(repository: { readonly repositoryUri?: string } | undefined): string {
  if (repository?.repositoryUri === undefined)
    throw new InternalError(`ECR named no URI for repository ${REPOSITORY_NAME}.`);
  return repository.repositoryUri;
}
