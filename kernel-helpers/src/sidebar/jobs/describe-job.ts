import { callAws, isAccessDenied } from '../../aws/call-aws';
import { isLocalAccount } from '../../aws/clients';
import { UserError } from '../../errors';
import { makerIn } from '../../sagemaker/maker/maker';
import { readTags } from '../../sagemaker/read-tags';
import { JobNotFoundError } from '../../sagemaker/watch/ask-about-job';
import type { JobDetail, JobKind } from '../../sidebar-contract/index';
import { consoleUrl } from './console-url';
import { describeEndpoint } from './describe-endpoint';
import { describeTrainingJob } from './describe-training-job';
import { describeTransformJob } from './describe-transform-job';
import { describeTuningJob } from './describe-tuning-job';
import type { DescribedJob } from './described-job';

const WORDS: Readonly<Record<JobKind, string>> = {
  training: 'training job',
  tuning: 'tuning job',
  transform: 'transform job',
  endpoint: 'endpoint',
};

/** What SageMaker says about a job or endpoint; undefined if it is gone. */
export async function describeIfThere(
  kind: JobKind,
  name: string,
  signal: AbortSignal,
): Promise<DescribedJob | undefined> {
  switch (kind) {
    case 'training':
      return await undefinedIfGone(() => describeTrainingJob(name, signal));
    case 'tuning':
      return await describeTuningJob(name, signal);
    case 'transform':
      return await describeTransformJob(name, signal);
    case 'endpoint':
      return await describeEndpoint(name, signal);
  }
}

/** All that the detail of a job or endpoint shows. Throws a UserError if it is gone. */
export async function jobDetail(kind: JobKind, name: string, signal: AbortSignal): Promise<JobDetail> {
  const described = await describeIfThere(kind, name, signal);
  if (described === undefined) throw jobIsGone(kind, name);
  const isLocal = isLocalAccount();
  return {
    ...described,
    isLocal,
    maker: await makerOf(described.arn, signal),
    ...(!isLocal && { consoleUrl: consoleUrl(kind, name, described.arn) }),
  };
}

export function jobIsGone(kind: JobKind, name: string): UserError {
  return new UserError(`There is no ${WORDS[kind]} named ${name} in this account and region.`, {
    reason: 'not-found',
    advice: 'Refresh the list, or check AWS_REGION.',
    facts: { name },
  });
}

/** A role that may describe jobs may lack the right to read their tags; the rest of the detail is worth showing. */
async function makerOf(arn: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    return makerIn(await callAws('read the tags of a job', () => readTags(arn, signal)));
  } catch (error) {
    if (isAccessDenied(error)) return undefined;
    throw error;
  }
}

async function undefinedIfGone<Result>(ask: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof JobNotFoundError) return undefined;
    throw error;
  }
}
