import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { findPythonTools } from '../../../kernel-helpers/local-account/account/python';
import { type LocalServices, startLocalServices } from './support/local-services';
import { jobRequest, startJob } from './support/training-jobs';

/** What a Python user does: wait for a job, read its metrics and logs, and ask for things that do not exist. */
const PROGRAM = `
import boto3, json
sagemaker, logs, runtime = (boto3.client(name) for name in ("sagemaker", "logs", "sagemaker-runtime"))
sagemaker.get_waiter("training_job_completed_or_stopped").wait(TrainingJobName="python", WaiterConfig={"Delay": 1})
job = sagemaker.describe_training_job(TrainingJobName="python")
streams = logs.describe_log_streams(logGroupName="/aws/sagemaker/TrainingJobs", logStreamNamePrefix="python/")["logStreams"]
sagemaker.get_waiter("endpoint_deleted").wait(EndpointName="nobody", WaiterConfig={"Delay": 1, "MaxAttempts": 1})
try:
    runtime.invoke_endpoint(EndpointName="nobody", Body=b"1")
except runtime.exceptions.ClientError as error:
    code = error.response["Error"]["Code"]
print(json.dumps({
    "status": job["TrainingJobStatus"],
    "metrics": {metric["MetricName"]: metric["Value"] for metric in job["FinalMetricDataList"]},
    "seconds": (job["TrainingEndTime"] - job["TrainingStartTime"]).total_seconds(),
    "streams": [stream["logStreamName"].split("-")[0] for stream in streams],
    "code": code,
}))
`;

let services: LocalServices;

beforeAll(async () => {
  services = await startLocalServices();
});
afterAll(() => services.close());

test('boto3 follows a job of the local SageMaker with its own waiters and understands its errors', async () => {
  await startJob(services, jobRequest(services, 'python', 'train'));

  const { stdout } = await promisify(execFile)(findPythonTools().python, ['-c', PROGRAM], {
    env: {
      PATH: process.env.PATH,
      AWS_ENDPOINT_URL: services.account.endpoint,
      AWS_ENDPOINT_URL_SAGEMAKER: services.url,
      AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: services.url,
      AWS_DEFAULT_REGION: services.account.region,
      AWS_ACCESS_KEY_ID: services.account.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: services.account.credentials.secretAccessKey,
    },
  });

  const seen = z.looseObject({ seconds: z.number() }).parse(JSON.parse(stdout));
  expect(seen).toMatchObject({
    status: 'Completed',
    metrics: { 'train:rmse': 0.5 },
    streams: ['python/algo', 'python/algo'],
    code: 'ValidationError',
  });
  expect(seen.seconds).toBeGreaterThan(0);
});
