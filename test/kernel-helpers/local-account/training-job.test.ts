import { readdirSync } from 'node:fs';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import {
  DeleteTrainingJobCommand,
  DescribeTrainingJobCommand,
  ListTrainingJobsCommand,
  type ListTrainingJobsCommandOutput,
  SageMakerClient,
  StopTrainingJobCommand,
} from '@aws-sdk/client-sagemaker';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { extract } from 'tar';
import { z } from 'zod';
import { ProcessLedger } from '../../../kernel-helpers/local-account/machine/process-ledger';
import { startSageMaker } from '../../../kernel-helpers/local-account/sagemaker/index';
import { downloadFile, listKeys, parseS3Uri } from '../../../kernel-helpers/local-account/sagemaker/s3-files';
import { BUCKET, type LocalServices, startLocalServices } from './support/local-services';
import { jobRequest, readLogs, startJob, waitForJob, waitForLogLine } from './support/training-jobs';

const seenByHost = z.object({
  name: z.string(),
  resources: z.looseObject({ hosts: z.array(z.string()), current_host: z.string() }),
  hyperparameters: z.record(z.string(), z.string()),
  channels: z.record(z.string(), z.unknown()),
  environment: z.record(z.string(), z.string()),
  files: z.string().optional(),
});

describe('a training job of the local SageMaker', () => {
  let services: LocalServices;

  beforeAll(async () => {
    services = await startLocalServices({ stopGraceSeconds: 1, xgboostLibrary: '/a/path/libxgboost.so' });
  });
  afterAll(() => services.close());

  async function unpack(name: string, file: 'model.tar.gz' | 'output.tar.gz'): Promise<string> {
    const archive = join(services.directory, `${name}-${file}`);
    await downloadFile(services.clients.s3, parseS3Uri(`s3://${BUCKET}/jobs/${name}/output/${file}`), archive);
    await extract({ file: archive, cwd: services.directory });
    return services.directory;
  }

  test('runs the program once per host and leaves model, output, logs and metrics', async () => {
    await services.clients.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'data/part.csv', Body: '1,2,3' }));
    const source = { S3DataType: 'S3Prefix', S3Uri: `s3://${BUCKET}/data/` } as const;
    const name = await startJob(
      services,
      jobRequest(services, 'whole', 'train', {
        Environment: { SF_ACCOUNT: 'local', HOME: '/elsewhere' },
        InputDataConfig: [{ ChannelName: 'training', DataSource: { S3DataSource: source }, ContentType: 'text/csv' }],
      }),
    );

    const job = await waitForJob(services, name);

    expect(job.FailureReason).toBeUndefined();
    expect(job.TrainingJobStatus).toBe('Completed');
    expect(job.SecondaryStatusTransitions?.map(({ Status }) => Status)).toEqual([
      'Starting',
      'Downloading',
      'Training',
      'Uploading',
      'Completed',
    ]);
    expect(job.ModelArtifacts?.S3ModelArtifacts).toBe(`s3://${BUCKET}/jobs/whole/output/model.tar.gz`);
    expect(job.BillableTimeInSeconds).toBeGreaterThanOrEqual(1);
    expect(job.OutputDataConfig?.KmsKeyId).toBe('');
    expect(job.FinalMetricDataList?.map(({ MetricName, Value }) => [MetricName, Value])).toContainEqual([
      'train:rmse',
      0.5,
    ]);

    const logs = await readLogs(services, name);
    expect(Object.keys(logs)).toEqual(['algo-1', 'algo-2']);
    expect(logs['algo-2']).toEqual(
      expect.arrayContaining(['[1] train-rmse:0.5 validation-rmse:2.25', 'a line on stderr', 'a#011tab']),
    );

    await unpack(name, 'model.tar.gz');
    expect(await readFile(join(services.directory, 'xgboost-model'), 'utf8')).toBe('a model');

    await unpack(name, 'output.tar.gz');
    const seen = seenByHost.parse(JSON.parse(await readFile(join(services.directory, 'algo-2.json'), 'utf8')));
    expect(seen.resources).toMatchObject({ current_host: 'algo-2', hosts: ['algo-1', 'algo-2'] });
    expect(seen.hyperparameters).toEqual({ behaviour: 'train' });
    expect(seen.files).toBe('1,2,3');
    expect(seen.channels.training).toEqual({
      TrainingInputMode: 'File',
      S3DistributionType: 'FullyReplicated',
      RecordWrapperType: 'None',
      ContentType: 'text/csv',
    });
    expect(seen.environment).toMatchObject({
      SF_ACCOUNT: 'local',
      TRAINING_JOB_NAME: 'whole',
      AWS_ENDPOINT_URL: services.account.endpoint,
      SAGEMAKER_HOST_ADDRESSES: '{"algo-1":"127.0.0.1","algo-2":"127.0.0.1"}',
      XGBOOST_LIBRARY: '/a/path/libxgboost.so',
    });
    expect(Object.keys(seen.environment)).not.toContain('JEST_WORKER_ID');
    expect(seen.environment.HOME).toBe(seen.environment.SAGEMAKER_BASE_DIR);
  });

  test('on spot instances goes on from its checkpoints in S3 after the instances were taken away', async () => {
    const uri = `s3://${BUCKET}/spot/checkpoints`;
    const name = await startJob(
      services,
      jobRequest(services, 'spot', 'checkpointing', {
        CheckpointConfig: { S3Uri: uri },
        EnableManagedSpotTraining: true,
        StoppingCondition: { MaxRuntimeInSeconds: 600, MaxWaitTimeInSeconds: 900 },
      }),
    );
    await waitForLogLine(services, name, 'waiting', 2);
    services.interruptSpot(name);

    const job = await waitForJob(services, name);

    expect(job.FailureReason).toBeUndefined();
    expect(job.SecondaryStatusTransitions?.map(({ Status }) => Status)).toEqual([
      ...['Starting', 'Downloading', 'Training', 'Interrupted', 'Starting', 'Downloading', 'Training'],
      ...['Uploading', 'Completed'],
    ]);
    expect(Object.values(await readLogs(services, name)).flat()).toEqual(expect.arrayContaining(['found round.3']));
    const kept = await listKeys(services.clients.s3, parseS3Uri(uri));
    expect(kept).toEqual(['spot/checkpoints/round.6']);
    const file = join(services.directory, 'round.6');
    await downloadFile(services.clients.s3, { bucket: BUCKET, key: kept[0] }, file);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ S3Uri: uri, LocalPath: '/opt/ml/checkpoints' });
  });

  test('on spot instances that do not come back in time ends with the reason', async () => {
    const name = await startJob(
      services,
      jobRequest(services, 'spot-wait', 'stoppable', {
        EnableManagedSpotTraining: true,
        StoppingCondition: { MaxRuntimeInSeconds: 6, MaxWaitTimeInSeconds: 6 },
      }),
    );
    await waitForLogLine(services, name, 'waiting', 2);
    services.interruptSpot(name, 60);

    const { TrainingJobStatus, SecondaryStatus } = await waitForJob(services, name);

    expect([TrainingJobStatus, SecondaryStatus]).toEqual(['Stopped', 'MaxWaitTimeExceeded']);
    expect(() => services.interruptSpot(name)).toThrow('has no instances that could be taken away');
  });

  test('with checkpoints that cannot be written fails, and says where', async () => {
    const name = await startJob(
      services,
      jobRequest(services, 'no-checkpoints', 'checkpointing', { CheckpointConfig: { S3Uri: 's3://no-such-bucket/c' } }),
    );

    const { FailureReason } = await waitForJob(services, name);

    expect(FailureReason).toMatch(
      /^ClientError: Checkpoint download failed: s3:\/\/no-such-bucket\/c cannot be read: /,
    );
  });

  test('keeps every line of a host that prints faster than CloudWatch takes them', async () => {
    const count = 100_000;
    const name = await startJob(
      services,
      jobRequest(services, 'talkative', 'talk', {
        HyperParameters: { behaviour: 'talk', lines: String(count) },
        ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 30 },
      }),
    );
    await waitForJob(services, name);

    const { 'algo-1': lines } = await readLogs(services, name);

    expect(lines.slice(0, count)).toEqual(Array.from({ length: count }, (_, line) => `line ${line}`));
    expect(lines.slice(count)).toEqual(['x'.repeat(59_999), '🚀', 'last words']);
  });

  test('looks for metrics in bounded time, whatever the expression', async () => {
    const name = await startJob(
      services,
      jobRequest(services, 'catastrophe', 'talk', {
        AlgorithmSpecification: {
          TrainingImage: services.image,
          TrainingInputMode: 'File',
          // On a line of many x and another character, JavaScript's own engine would need years.
          MetricDefinitions: [
            { Name: 'doubled', Regex: '(x+x+)+y' },
            { Name: 'line', Regex: 'line ([0-9]+)$' },
          ],
        },
        HyperParameters: { behaviour: 'talk', lines: '3' },
      }),
    );

    const job = await waitForJob(services, name);

    expect(job.TrainingJobStatus).toBe('Completed');
    expect(job.FinalMetricDataList).toEqual([expect.objectContaining({ MetricName: 'line', Value: 2 })]);
  });

  test("says at the top of the first host's log what has no effect on this machine", async () => {
    const name = await startJob(
      services,
      jobRequest(services, 'without-effect', 'train', {
        EnableManagedSpotTraining: true,
        EnableNetworkIsolation: false,
        EnableInterContainerTrafficEncryption: true,
        StoppingCondition: { MaxRuntimeInSeconds: 60, MaxWaitTimeInSeconds: 60 },
        ProfilerConfig: { DisableProfiler: true },
        RetryStrategy: { MaximumRetryAttempts: 2 },
        DebugRuleConfigurations: [],
        Environment: { HOME: '/elsewhere', LOG_LEVEL: 'debug' },
      }),
    );
    await waitForJob(services, name);

    const logs = await readLogs(services, name);

    expect(logs['algo-1'][0]).toBe(
      'local account: without effect on this machine: EnableInterContainerTrafficEncryption, RetryStrategy, Environment.HOME',
    );
    expect(logs['algo-2'].join()).not.toContain('without effect');
  });

  test("puts the job's metrics into CloudWatch", async () => {
    const name = await startJob(services, jobRequest(services, 'metrics', 'train'));
    await waitForJob(services, name);

    const { Datapoints = [] } = await services.clients.cloudWatch.send(
      new GetMetricStatisticsCommand({
        Namespace: '/aws/sagemaker/TrainingJobs',
        MetricName: 'train:rmse',
        Dimensions: [{ Name: 'TrainingJobName', Value: name }],
        StartTime: new Date(Date.now() - 3_600_000),
        EndTime: new Date(Date.now() + 60_000),
        Period: 3600,
        Statistics: ['Minimum'],
      }),
    );

    expect(Datapoints.map(({ Minimum }) => Minimum)).toContain(0.5);
  });

  test('fails with what the first failed host wrote, cut to 1,024 characters, and ends the others', async () => {
    const name = await startJob(services, jobRequest(services, 'failing', 'fail'));

    const job = await waitForJob(services, name);

    expect(job.TrainingJobStatus).toBe('Failed');
    expect(job.FailureReason).toMatch(/^AlgorithmError: The table is empty\. x+, exit code: 3$/);
    expect(job.FailureReason).toHaveLength(1024);
    expect(job.ModelArtifacts).toBeUndefined();
  });

  test('names the host and how it ended when a host leaves no failure file', async () => {
    const name = await startJob(services, jobRequest(services, 'crashing', 'crash'));

    const job = await waitForJob(services, name);

    expect(job.FailureReason).toMatch(
      /^AlgorithmError: algo-[12] left no failure file; its log says more, exit code: 137$/,
    );
  });

  test('asks the hosts to stop and keeps the model that they then save', async () => {
    const name = await startJob(services, jobRequest(services, 'stopped', 'stoppable'));
    await waitForLogLine(services, name, 'waiting', 2);

    await services.sageMaker.send(new StopTrainingJobCommand({ TrainingJobName: name }));
    const job = await waitForJob(services, name);

    expect(job.TrainingJobStatus).toBe('Stopped');
    expect(job.SecondaryStatusTransitions?.map(({ Status }) => Status)).toContain('Stopping');
    expect(job.ModelArtifacts?.S3ModelArtifacts).toContain('/stopped/output/model.tar.gz');
    expect((await readLogs(services, name))['algo-1']).toContain('saving before the end');
  });

  test('kills hosts that do not stop within the grace period', async () => {
    const name = await startJob(services, jobRequest(services, 'deaf', 'deaf'));
    await waitForLogLine(services, name, 'waiting', 2);

    await services.sageMaker.send(new StopTrainingJobCommand({ TrainingJobName: name }));
    const job = await waitForJob(services, name);

    expect(job.TrainingJobStatus).toBe('Stopped');
    expect((await readLogs(services, name))['algo-2']).toContain('not listening');
    expect(job.ModelArtifacts).toBeUndefined();
  });

  test('is stopped when its longest time has passed', async () => {
    const limit = { StoppingCondition: { MaxRuntimeInSeconds: 1 } };
    const name = await startJob(services, jobRequest(services, 'too-long', 'stoppable', limit));

    const job = await waitForJob(services, name);

    expect([job.TrainingJobStatus, job.SecondaryStatus]).toEqual(['Stopped', 'MaxRuntimeExceeded']);
  });

  // API reference, ListTrainingJobs: pages are cut to MaxResults first, and filtered by StatusEquals after that.
  test('is listed, newest first, page by page, by a status that leaves some pages empty', async () => {
    const pages: (readonly (string | undefined)[])[] = [];
    let NextToken: string | undefined;
    do {
      const page: ListTrainingJobsCommandOutput = await services.sageMaker.send(
        new ListTrainingJobsCommand({ StatusEquals: 'Failed', MaxResults: 1, NextToken }),
      );
      pages.push((page.TrainingJobSummaries ?? []).map(({ TrainingJobName }) => TrainingJobName));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);

    expect(pages.flat()).toEqual(['crashing', 'failing', 'no-checkpoints']);
    expect(pages).toContainEqual([]);
  });

  test.each([
    ['climbs out of its folder', ['../outside'], 'the key "../outside" is not a path of a file'],
    ['climbs out below a folder', ['a/../../outside'], 'the key "a/../../outside" is not a path of a file'],
    ['has an empty part', ['a//b'], 'the key "a//b" is not a path of a file'],
    ['is absolute', ['/etc/outside'], 'the key "/etc/outside" is not a path of a file'],
    ['climbs out with backslashes', ['..\\outside'], 'the key "..\\\\outside" is not a path of a file'],
    ['has a dot for a part', ['a/./b'], 'the key "a/./b" is not a path of a file'],
    ['is a file and a folder', ['a', 'a/b'], 'the key "a" is a file, and a folder in "a/b"'],
  ])('fails before a host starts when an input key %s', async (what, keys, reason) => {
    const prefix = `unsafe ${what}/`;
    for (const key of ['plain', ...keys]) {
      await services.clients.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: prefix + key, Body: 'x' }));
    }
    const S3DataSource = { S3DataType: 'S3Prefix', S3Uri: `s3://${BUCKET}/${prefix}` } as const;
    const name = await startJob(
      services,
      jobRequest(services, what.replaceAll(' ', '-'), 'train', {
        InputDataConfig: [{ ChannelName: 'training', DataSource: { S3DataSource } }],
      }),
    );

    const job = await waitForJob(services, name);

    expect(job.TrainingJobStatus).toBe('Failed');
    expect(job.FailureReason).toContain(`Data download failed for channel training: ${reason}. Copy the objects`);
    expect(
      readdirSync(services.directory, { recursive: true }).filter((path) => /outside$/.test(String(path))),
    ).toEqual([]);
  });

  test('that ran when the account was killed is Failed, says so in its reason, and can be deleted', async () => {
    const name = await startJob(services, jobRequest(services, 'killed', 'deaf'));
    await waitForLogLine(services, name, 'waiting', 2);
    const copy = join(services.directory, 'as a killed account leaves it');
    await cp(join(services.directory, 'sagemaker'), copy, { recursive: true });

    const ledger = new ProcessLedger(join(services.directory, 'other processes'));
    const restarted = await startSageMaker({ directory: copy, aws: services.account, ledger });
    const client = new SageMakerClient({ ...services.account, endpoint: restarted.url });
    const job = await client.send(new DescribeTrainingJobCommand({ TrainingJobName: name }));

    expect(job.TrainingJobStatus).toBe('Failed');
    expect(job.FailureReason).toMatch(/^InternalServerError: The local account ended while the job ran/);
    await client.send(new DeleteTrainingJobCommand({ TrainingJobName: name }));
    await expect(client.send(new DescribeTrainingJobCommand({ TrainingJobName: name }))).rejects.toThrow('not found');
    await restarted.close();
  });

  test('that runs when the account ends is Failed afterwards, and says so in its reason', async () => {
    const name = await startJob(services, jobRequest(services, 'lost', 'deaf'));
    await waitForLogLine(services, name, 'waiting', 2);

    await services.restartSageMaker();
    const job = await waitForJob(services, name);

    expect(job.TrainingJobStatus).toBe('Failed');
    expect(job.FailureReason).toBe(
      'InternalServerError: The local account was stopped while the job ran. Start the job again.',
    );
  });
});
