import { awsErrorCode, callAws } from '../../aws/call-aws';
import { awsClients } from '../../aws/clients';
import { awsSdk } from '../../aws/load-sdk';
import { TRAINING_LOG_GROUP } from '../../sagemaker/watch/job-logs';
import { type AccountCheck, passed } from '../account-check';

/** Whether the logs of training jobs can be read. An account without any job yet has no log group. */
export const logsCheck: AccountCheck = {
  name: 'logs',
  proves: `the log group ${TRAINING_LOG_GROUP} can be read`,
  needs: ['identity'],
  async run(_, signal) {
    const { DescribeLogStreamsCommand } = awsSdk.cloudWatchLogs();
    const command = new DescribeLogStreamsCommand({ logGroupName: TRAINING_LOG_GROUP, limit: 1 });
    return callAws('look at the logs of training jobs', async () => {
      try {
        await awsClients.cloudWatchLogs().send(command, { abortSignal: signal });
        return passed('readable');
      } catch (error) {
        if (awsErrorCode(error) !== 'ResourceNotFoundException') throw error;
        return passed(
          "not there: no job has run in this region yet. The first one makes it, if the job's role may (logs:CreateLogGroup)",
        );
      }
    });
  },
};
