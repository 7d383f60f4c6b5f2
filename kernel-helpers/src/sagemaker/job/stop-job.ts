import { callAws } from '../../aws/call-aws';
import { awsClients } from '../../aws/clients';
import { awsSdk } from '../../aws/load-sdk';
import { isOutage, outlastOutage } from '../../aws/outlast-outage';
import { messageOf, PlatformError, reasonOf } from '../../errors';
import { JobNotFoundError } from '../watch/ask-about-job';
import { describeJob } from '../watch/describe-job';
import { watchAdvice } from '../watch/watch-advice';

/** Asks SageMaker to stop a job; this is fine if it has ended or is being stopped already. */
export async function stopTrainingJob(jobName: string): Promise<void> {
  try {
    await outlastOutage((signal) => stopOnce(jobName, signal));
  } catch (error) {
    if (!isOutage(error)) throw error;
    throw new PlatformError(
      `Whether the training job ${jobName} stops is not known: it may go on, and cost money. ${messageOf(error)}\nWhen AWS answers again, stop it with await job.stop(), or watch it:\n${watchAdvice(jobName)}`,
      { cause: error, facts: { jobName }, reason: reasonOf(error) },
    );
  }
}

async function stopOnce(jobName: string, abortSignal: AbortSignal): Promise<void> {
  const { StopTrainingJobCommand } = awsSdk.sageMaker();
  const command = new StopTrainingJobCommand({ TrainingJobName: jobName });
  try {
    await callAws(`stop the training job ${jobName}`, () => awsClients.sageMaker().send(command, { abortSignal }));
  } catch (error) {
    // SageMaker refuses to stop a job that has ended, and this one may have ended a moment ago.
    if (isOutage(error) || !(await isOver(jobName, error))) throw error;
  }
}

/** True if a job need not be stopped any more. What cannot be looked up must not hide why it was not stopped. */
async function isOver(jobName: string, refusal: unknown): Promise<boolean> {
  try {
    return (await describeJob(jobName)).status !== 'InProgress';
  } catch (error) {
    throw error instanceof JobNotFoundError ? error : refusal;
  }
}
