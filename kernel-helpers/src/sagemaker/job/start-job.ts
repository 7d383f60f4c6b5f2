import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { describeAccount } from '../../aws/account';
import { currentSignal } from '../../cell/kernel-bridge';
import { tellInterrupt } from '../../cell/tell-interrupt';
import { say } from '../../display/say';
import { isUserError, UserError } from '../../errors';
import { checkOptionNames } from '../../option-names';
import { ensureDefaultBucket } from '../default-bucket';
import { executionRole } from '../execution-role';
import { makerTag } from '../maker/maker';
import { newJobName } from '../names';
import { explainQuota } from '../quotas/explain-quota';
import { checkScript } from '../training-script/check-script';
import { packSource } from '../training-script/pack-source';
import { watchAdvice } from '../watch/job-card';
import { checkJobOptions } from './check-options';
import { checkTable } from './check-table';
import { createJob, UncertainStartError } from './create-job';
import { jobSettings } from './job-environment';
import type { TrainingJobOptions } from './options';
import { trainingJobRequest } from './request';
import { removeScript, type ScriptUpload, uploadScript, uriOf } from './script-upload';
import { TrainingJob } from './training-job';

/** A training job that has not been started. */
export interface PlannedTrainingJob {
  readonly options: TrainingJobOptions;
  /** Checks everything, uploads the training script and starts the job. Nothing is made before all checks pass. */
  start(options?: StartOptions): Promise<TrainingJob>;
}

export interface StartOptions {
  /** Gives up if the job is not starting yet; otherwise the job goes on. @default the signal of the running cell */
  readonly signal?: AbortSignal;
}

/** Plans a training job; `start()` checks and starts it. */
export function trainingJob(options: TrainingJobOptions): PlannedTrainingJob {
  return { options, start: async (startOptions = {}) => await startJob(options, signalOf(startOptions)) };
}

function signalOf(options: StartOptions): AbortSignal {
  checkOptionNames('start()', options, { signal: true });
  return options.signal ?? currentSignal();
}

async function startJob(options: TrainingJobOptions, signal: AbortSignal): Promise<TrainingJob> {
  let starting: string | undefined;
  const tell = (): void =>
    say(
      starting === undefined
        ? 'Interrupted before the training job was started: nothing runs and nothing costs money.'
        : `The training job was being started when it was interrupted, and goes on. Watch it, or stop it with await job.stop():\n${watchAdvice(starting)}`,
    );
  return await tellInterrupt(signal, tell, () =>
    checkAndStart(options, signal, (jobName) => {
      starting = jobName;
    }),
  );
}

async function checkAndStart(
  options: TrainingJobOptions,
  signal: AbortSignal,
  onStart: (jobName: string) => void,
): Promise<TrainingJob> {
  const settings = jobSettings(options);
  const role = await roleOrProblem(options);
  const wrong = [...checkJobOptions(options, settings), ...checkScriptOf(options), ...role.problems];
  // Do not look up names that are wrong in themselves.
  const problems = wrong.length === 0 ? await checkTable(options, settings) : wrong;
  if (problems.length > 0) {
    throw new UserError(`The training job was not started:\n- ${problems.join('\n- ')}`);
  }
  const source = await packSource(scriptPathOf(options));
  const { region } = await describeAccount(signal);
  const tag = await makerTag(signal);
  const jobName = newJobName(options.name, new Date());
  const upload = {
    bucket: await ensureDefaultBucket(signal),
    key: `${jobName}/source/sourcedir.tar.gz`,
    kmsKey: options.encryption?.outputKey,
  };
  await uploadScript(source, upload);
  const request = trainingJobRequest(options, settings, {
    jobName,
    roleArn: role.arn,
    bucket: upload.bucket,
    region,
    program: source.program,
    sourceUri: uriOf(upload),
    makerTag: tag,
  });
  await startOrUndo(upload, async () => {
    signal.throwIfAborted();
    onStart(jobName);
    await explainQuota({ usage: 'training', ...options.instances }, () => createJob(jobName, request));
  });
  return new TrainingJob(jobName, options.instances.pricePerHour);
}

/** A missing role is reported together with the other problems. */
async function roleOrProblem({ role }: TrainingJobOptions): Promise<{ arn: string; problems: readonly string[] }> {
  try {
    return { arn: role ?? (await executionRole()), problems: [] };
  } catch (error) {
    if (isUserError(error)) return { arn: '', problems: [error.message] };
    throw error;
  }
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

/** Removes the uploaded script again if the job was not started. */
async function startOrUndo(upload: ScriptUpload, start: () => Promise<void>): Promise<void> {
  try {
    await start();
  } catch (error) {
    if (!(error instanceof UncertainStartError)) await removeScript(upload);
    throw error;
  }
}
