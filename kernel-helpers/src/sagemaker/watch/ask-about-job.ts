import type { DescribeTrainingJobCommandOutput } from '@aws-sdk/client-sagemaker';
import { ANSWER_SECONDS, answeredWithin } from '../../aws/answered-within';
import { awsErrorCode, callAws } from '../../aws/call-aws';
import { awsClients } from '../../aws/clients';
import { awsSdk } from '../../aws/load-sdk';
import { UserError } from '../../errors';

/** No job of this account and region has the name. */
export class JobNotFoundError extends UserError {
  constructor(jobName: string, cause: Error) {
    super(`There is no training job named ${jobName} in this account and region. Check the name and AWS_REGION.`, {
      cause,
      facts: { jobName },
      reason: 'not-found',
    });
  }
}

/** What SageMaker answers about a job, in its own form; throws a JobNotFoundError if no job has that name. */
export function askAboutJob(jobName: string, signal?: AbortSignal): Promise<DescribeTrainingJobCommandOutput> {
  const { DescribeTrainingJobCommand } = awsSdk.sageMaker();
  const command = new DescribeTrainingJobCommand({ TrainingJobName: jobName });
  return callAws(`describe the training job ${jobName}`, async () => {
    try {
      return await answeredWithin(ANSWER_SECONDS, signal, (abortSignal) =>
        awsClients.sageMaker().send(command, { abortSignal }),
      );
    } catch (error) {
      if (isNotFound(error)) throw new JobNotFoundError(jobName, error);
      throw error;
    }
  });
}

/** SageMaker answers "Requested resource not found." as a ValidationException, although its model says ResourceNotFound. */
function isNotFound(error: unknown): error is Error {
  const isRefused = ['ValidationException', 'ResourceNotFound'].includes(awsErrorCode(error));
  return isRefused && error instanceof Error && /not found/i.test(error.message);
}
