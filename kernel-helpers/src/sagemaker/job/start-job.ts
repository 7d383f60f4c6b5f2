import { describeAccount } from '../../aws/account';
import { isUserError, UserError } from '../../errors';
import type { Surroundings } from '../../surroundings';
import { usableBucket } from '../bucket';
import { executionRole } from '../execution-role';
import { makerTag } from '../maker/maker';
import { newJobName } from '../names';
import { explainQuota } from '../quotas/explain-quota';
import { checkJobOptions } from './check-options';
import { checkTable } from './check-table';
import { createJob, UncertainStartError } from './create-job';
import { jobSettings } from './job-environment';
import { jobScript } from './job-script';
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
  const script = await jobScript(options, surroundings);
  const wrong = [...checkJobOptions(options, settings, script.declared), ...script.problems, ...role.problems];
  // Do not look up names that are wrong in themselves.
  const problems = wrong.length === 0 ? await checkTable(options, settings, surroundings) : wrong;
  if (problems.length > 0) {
    throw new UserError(`The training job was not started:\n- ${problems.join('\n- ')}`);
  }
  const { region } = await describeAccount(signal);
  const tag = await makerTag(signal);
  const jobName = newJobName(options.name, new Date());
  const upload = {
    bucket: await usableBucket(signal),
    key: `${jobName}/source/sourcedir.tar.gz`,
    kmsKey: options.encryption?.outputKey,
  };
  if (script.source !== undefined) await uploadScript(script.source, upload);
  const request = trainingJobRequest(options, settings, {
    jobName,
    roleArn: role.arn,
    bucket: upload.bucket,
    region,
    script: { ...script, program: script.source?.program, sourceUri: uriOf(upload) },
    makerTag: tag,
    launchVariables: launchPlace === undefined ? {} : launchEnvironment(launchPlace, options),
  });
  await startOrUndo(script.source && upload, surroundings, async () => {
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

/** Removes the uploaded script again if the job was not started. */
async function startOrUndo(
  upload: ScriptUpload | undefined,
  surroundings: Surroundings,
  start: () => Promise<void>,
): Promise<void> {
  try {
    await start();
  } catch (error) {
    if (upload !== undefined && !(error instanceof UncertainStartError)) await removeScript(upload, surroundings);
    throw error;
  }
}
