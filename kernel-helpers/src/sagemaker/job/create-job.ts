import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { CreateTrainingJobCommandInput, DescribeTrainingJobCommandOutput } from '@aws-sdk/client-sagemaker';
import { ANSWER_SECONDS, answeredWithin } from '../../aws/answered-within';
import { AwsFailure } from '../../aws/aws-failure';
import { callAws } from '../../aws/call-aws';
import { awsClients, isLocalAccount } from '../../aws/clients';
import { awsSdk } from '../../aws/load-sdk';
import { isOutage, outlastOutage } from '../../aws/outlast-outage';
import { isPlatformError, isUserError, messageOf, PlatformError, UserError } from '../../errors';
import type { Surroundings } from '../../surroundings';
import { askAboutJob, JobNotFoundError } from '../watch/ask-about-job';
import { watchAdvice } from '../watch/watch-advice';

/** A request that is still on its way may start a job after a first look found none. */
const LOOKS = 3;
const REAL_PAUSE_SECONDS = 5;
const LOCAL_PAUSE_SECONDS = 0.3;

/** Nobody knows whether the job was started, so what it needs must stay. */
export class UncertainStartError extends PlatformError {}

/**
 * Starts a job. An abort must not interrupt this call, because we must know whether the job runs. Where the answer is
 * lost, the job is looked up by its name. Throws an UncertainStartError where that is not possible either.
 */
export async function createJob(
  jobName: string,
  request: CreateTrainingJobCommandInput,
  { say }: Pick<Surroundings, 'say'>,
): Promise<void> {
  try {
    await send(jobName, request);
  } catch (error) {
    if (refusesProfiler(error)) return await createJob(jobName, { ...request, ProfilerConfig: undefined }, { say });
    if (!mayHaveStarted(error)) throw error;
    say('The answer to the start of the training job was lost. Looking up whether the job runs.');
    if (!(await isStarted(jobName, request, error))) throw error;
  }
}

async function send(jobName: string, request: CreateTrainingJobCommandInput): Promise<void> {
  const { CreateTrainingJobCommand } = awsSdk.sageMaker();
  await callAws(`start the training job ${jobName}`, () =>
    answeredWithin(ANSWER_SECONDS, undefined, (abortSignal) =>
      awsClients.sageMaker().send(new CreateTrainingJobCommand(request), { abortSignal }),
    ),
  );
}

/**
 * Regions without a profiler refuse even the wish to switch it off, and there is no list of them in the API:
 * "ProfilerConfig is currently not supported in cn-northwest-1." (github.com/aws/sagemaker-python-sdk, pull request 2134;
 * that SDK's own list is `PROFILER_UNSUPPORTED_REGIONS` in `fw_utils.py`).
 */
function refusesProfiler(error: unknown): boolean {
  const cause = causeOf(error);
  return cause?.name === 'ValidationException' && /ProfilerConfig is (?:\w+ )?not supported/.test(cause.message);
}

/**
 * True if a request may have been done although this error came: its answer was lost, or the error answers one of the
 * SDK's own later requests, for example ResourceInUse because the first one started the job.
 */
function mayHaveStarted(error: unknown): boolean {
  const cause = causeOf(error);
  return isOutage(error) || cause?.name === 'ResourceInUse' || (cause?.attempts ?? 1) > 1;
}

function causeOf(error: unknown): AwsFailure | undefined {
  return (isUserError(error) || isPlatformError(error)) && error.cause instanceof AwsFailure ? error.cause : undefined;
}

/** Looks whether the job of this request exists; `lost` is the error for which nobody knows. */
async function isStarted(jobName: string, request: CreateTrainingJobCommandInput, lost: unknown): Promise<boolean> {
  const pauseSeconds = isLocalAccount() ? LOCAL_PAUSE_SECONDS : REAL_PAUSE_SECONDS;
  for (let look = 1; ; look += 1) {
    const found = await lookUp(jobName, lost);
    if (found !== undefined) {
      if (isOf(found, request)) return true;
      throw new UserError(`Another training job has the name ${jobName} already. Run this again for a new name.`, {
        cause: lost,
      });
    }
    if (look === LOOKS) return false;
    await delay(pauseSeconds * 1000);
  }
}

async function lookUp(jobName: string, lost: unknown): Promise<DescribeTrainingJobCommandOutput | undefined> {
  try {
    return await outlastOutage((signal) => askAboutJob(jobName, signal));
  } catch (error) {
    if (error instanceof JobNotFoundError) return undefined;
    throw new UncertainStartError(
      `Whether the training job ${jobName} was started is not known: it may run, and cost money.\n- ${messageOf(lost)}\n- ${messageOf(error)}\nWhen AWS answers again, watch it, or stop it with await job.stop():\n${watchAdvice(jobName)}`,
      { cause: lost, facts: { jobName } },
    );
  }
}

/** What the job does is the same; SageMaker adds members of its own, and the name is the one that was asked for. */
function isOf(found: DescribeTrainingJobCommandOutput, request: CreateTrainingJobCommandInput): boolean {
  return (
    found.RoleArn === request.RoleArn &&
    found.AlgorithmSpecification?.TrainingImage === request.AlgorithmSpecification?.TrainingImage &&
    isDeepStrictEqual(found.HyperParameters ?? {}, request.HyperParameters ?? {}) &&
    isDeepStrictEqual(found.Environment ?? {}, request.Environment ?? {})
  );
}
