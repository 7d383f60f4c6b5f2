import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { describeAccount } from '../../aws/account';
import { callAws } from '../../aws/call-aws';
import { awsClients } from '../../aws/clients';
import { awsSdk } from '../../aws/load-sdk';
import { UserError } from '../../errors';
import { readSettings } from '../../settings';
import { ensureDefaultBucket } from '../default-bucket';
import { executionRole } from '../execution-role';
import { newJobName } from '../names';
import { checkScript } from '../training-script/check-script';
import { type PackedSource, packSource } from '../training-script/pack-source';
import { checkJobOptions } from './check-options';
import { checkTable } from './check-table';
import type { TrainingJobOptions } from './options';
import { trainingJobRequest } from './request';
import { TrainingJob } from './training-job';

/** A training job that has not been started. */
export interface PlannedTrainingJob {
  readonly options: TrainingJobOptions;
  /** Checks everything, uploads the training script and starts the job. Nothing is made before all checks passed. */
  start(): Promise<TrainingJob>;
}

/** Plans a training job; `start()` checks and starts it. */
export function trainingJob(options: TrainingJobOptions): PlannedTrainingJob {
  return { options, start: () => startJob(options) };
}

async function startJob(options: TrainingJobOptions): Promise<TrainingJob> {
  const settings = readSettings();
  const problems = [...checkJobOptions(options, settings), ...checkScriptOf(options)];
  // A name that is wrong in itself need not be looked up.
  if (problems.length === 0 && options.snowflake !== undefined) {
    problems.push(...(await checkTable(options.snowflake, options)));
  }
  if (problems.length > 0) {
    throw new UserError(`The training job was not started:\n- ${problems.join('\n- ')}`);
  }
  const source = await packSource(scriptPathOf(options));
  const roleArn = options.role ?? (await executionRole());
  const { region } = await describeAccount();
  const jobName = newJobName(options.name, new Date());
  const bucket = await ensureDefaultBucket();
  const sourceUri = await uploadSource(source, bucket, jobName);
  const { CreateTrainingJobCommand } = awsSdk.sageMaker();
  const places = { jobName, roleArn, bucket, region, program: source.program, sourceUri };
  const request = trainingJobRequest(options, settings, places);
  await callAws(`start the training job ${jobName}`, () =>
    awsClients.sageMaker().send(new CreateTrainingJobCommand(request)),
  );
  return new TrainingJob(jobName, options.instances.pricePerHour);
}

function scriptPathOf({ sourceDir, entryPoint }: TrainingJobOptions): string {
  return resolve(sourceDir, entryPoint);
}

function checkScriptOf(options: TrainingJobOptions): string[] {
  const { sourceDir, entryPoint } = options;
  if (typeof sourceDir !== 'string' || typeof entryPoint !== 'string') {
    return ["sourceDir and entryPoint must name the training script, such as 'training' and 'train.ts'."];
  }
  const path = scriptPathOf(options);
  if (relative(resolve(sourceDir), path).startsWith('..'))
    return [`entryPoint ${entryPoint} lies outside of sourceDir ${sourceDir}.`];
  if (!existsSync(path))
    return [
      `The training script ${entryPoint} was not found in ${sourceDir}. Paths are relative to the notebook's folder.`,
    ];
  return checkScript(path);
}

async function uploadSource({ archive }: PackedSource, bucket: string, jobName: string): Promise<string> {
  const { PutObjectCommand } = awsSdk.s3();
  const key = `${jobName}/source/sourcedir.tar.gz`;
  await callAws('upload the training script to the default bucket', () =>
    awsClients.s3().send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: archive })),
  );
  return `s3://${bucket}/${key}`;
}
