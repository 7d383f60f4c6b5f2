import { awsClients } from '../aws/clients';
import { awsSdk } from '../aws/load-sdk';
import type { Tag } from './resource-tags';

/** All tags of a resource of SageMaker: it has up to 50, and companies add their own. */
export async function readTags(arn: string, abortSignal?: AbortSignal): Promise<readonly Partial<Tag>[]> {
  const { ListTagsCommand } = awsSdk.sageMaker();
  let tags: readonly Partial<Tag>[] = [];
  let NextToken: string | undefined;
  do {
    const command = new ListTagsCommand({ ResourceArn: arn, MaxResults: 100, NextToken });
    const page = await awsClients.sageMaker().send(command, { abortSignal });
    tags = [...tags, ...(page.Tags ?? [])];
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return tags;
}
