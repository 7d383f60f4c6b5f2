import type { DescribeTrainingJobCommandOutput } from '@aws-sdk/client-sagemaker';
import { callAws, isAccessDenied } from '../../aws/call-aws';
import { isUserError } from '../../errors';
import { executionRole } from '../../sagemaker/execution-role';
import { readTags } from '../../sagemaker/read-tags';
import { chosenTags } from '../../sagemaker/resource-tags';
import { askAboutJob } from '../../sagemaker/watch/ask-about-job';
import { readSettings } from '../../settings';
import type { CellCode } from '../../sidebar-contract/index';
import { cellOfJob, type FoundBeside } from './cell-of-job';

/** A cell that plans a training job of this project again, with the options that it had. It starts nothing. */
export async function cloneCode(name: string, signal: AbortSignal): Promise<CellCode> {
  const job = await askAboutJob(name, signal);
  const tags = await tagsOf(job, signal);
  return { source: cellOfJob(name, job, { role: await otherRole(job.RoleArn), ...tags }, readSettings()) };
}

async function otherRole(role: string | undefined): Promise<string | undefined> {
  try {
    return role === (await executionRole()) ? undefined : role;
  } catch (error) {
    // No role is known here, so the cell must name it.
    if (isUserError(error)) return role;
    throw error;
  }
}

async function tagsOf(
  { TrainingJobArn: arn = '' }: DescribeTrainingJobCommandOutput,
  signal: AbortSignal,
): Promise<Pick<FoundBeside, 'tags' | 'areTagsHidden'>> {
  try {
    const tags = await callAws("read a training job's tags", () => readTags(arn, signal));
    return { tags: chosenTags(tags), areTagsHidden: false };
  } catch (error) {
    if (isAccessDenied(error)) return { tags: {}, areTagsHidden: true };
    throw error;
  }
}
