import { callAws } from '../../aws/call-aws';
import { awsClients } from '../../aws/clients';
import { awsSdk } from '../../aws/load-sdk';
import { describeJob } from '../watch/job-description';

/** Asks SageMaker to stop a job; this is fine if it has ended or is being stopped already. */
export async function stopTrainingJob(jobName: string): Promise<void> {
  const { StopTrainingJobCommand } = awsSdk.sageMaker();
  const command = new StopTrainingJobCommand({ TrainingJobName: jobName });
  await callAws(`stop the training job ${jobName}`, async () => {
    try {
      await awsClients.sageMaker().send(command);
    } catch (error) {
      // SageMaker refuses to stop a job that has ended, and this one may have ended a moment ago.
      if ((await describeJob(jobName)).status === 'InProgress') throw error;
    }
  });
}
