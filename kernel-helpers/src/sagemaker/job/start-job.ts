import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { describeAccount } from '../../aws/account';
import { isUserError, UserError } from '../../errors';
import type { Surroundings } from '../../surroundings';
import { ensureDefaultBucket } from '../default-bucket';
import { executionRole } from '../execution-role';
import { makerTag } from '../maker/maker';
import { newJobName } from '../names';
import { explainQuota } from '../quotas/explain-quota';
import { checkScript } from '../training-script/check-script';
import { packSource } from '../training-script/pack-source';
import { checkJobOptions } from './check-options';
import { checkTable } from './check-table';
import { createJob, UncertainStartError } from './create-job';
import { jobSettings } from './job-environment';
import { type LaunchPlace, launchEnvironment } from './launch-environment';
import type { TrainingJobOptions } from './options';
import { trainingJobRequest } from './request';
import { removeScript, type ScriptUpload, uploadScript, uriOf } from './script-upload';

export interface StartContext {
  /** Where the job is started; what is known of it goes into the job's environment. */
  readonly launchPlace?: LaunchPlace;
  /** Is told the job's name just before SageMaker is asked to start it. */
  readonly onStart?: (jobName: string) => void;
}

/**
 * Checks everything, uploads the training script and starts the job. Nothing is made before all checks pass.
 * An abort before the start leaves nothing that costs money; from then on the job goes on.
 * @returns the job's name.
 */
export async function startTrainingJob(
  options: TrainingJobOptions,
  surroundings: Surroundings,
  { onStart, launchPlace }: StartContext = {},
): Promise<string> {
  const { signal } = surroundings;
  const settings = jobSettings(options);
  const role = await roleOrProblem(options);
  const wrong = [...checkJobOptions(options, settings), ...checkScriptOf(options), ...role.problems];
  // Do not look up names that are wrong in themselves.
  const problems = wrong.length === 0 ? await checkTable(options, settings, surroundings) : wrong;
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
    launchVariables: launchPlace === undefined ? {} : launchEnvironment(launchPlace, options),
  });
  await startOrUndo(upload, surroundings, async () => {
    signal.throwIfAborted();
    onStart?.(jobName);
    await explainQuota({ usage: 'training', ...options.instances }, () => createJob(jobName, request, surroundings));
  });
  return jobName;
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
async function startOrUndo(
  upload: ScriptUpload,
  surroundings: Surroundings,
  start: () => Promise<void>,
): Promise<void> {
  try {
    await start();
  } catch (error) {
    if (!(error instanceof UncertainStartError)) await removeScript(upload, surroundings);
    throw error;
  }
}
