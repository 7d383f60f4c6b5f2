import { messageOf, UserError, withAdvice } from '../../errors';
import type { ModelColumns } from '../../model-input/feature-matrix';
import { tellInterrupt } from '../../tell-interrupt';
import { maybeSameKey } from '../encryption';
import { makerTag } from '../maker/maker';
import { isSameNetwork } from '../network';
import type { JobDescription } from '../watch/job-description';
import { createEndpoint } from './create-endpoint';
import { checkDeployOptions, type DeployOptions } from './deploy-options';
import { deployableModel } from './deployable-model';
import { describeEndpoint, describeServedModel, type EndpointPlan, type ServedModel, tagsOfJob } from './endpoint-api';
import { removeDeployment, removeEndpoint } from './remove-endpoint';
import { mayBeRunning } from './running-cost';
import { waitUntilInService } from './wait-for-endpoint';

/** An endpoint that answers. */
export interface DeployedModel {
  readonly name: string;
  readonly instanceType: string;
  /** The columns that the model was trained on, as far as they are known. */
  readonly columns: ModelColumns;
}

/** What happens while a model is deployed. */
export type DeployEvent =
  /** Everything that was to be known is known; now the endpoint is looked for, and made if it is not there. */
  | { readonly type: 'planned'; readonly instanceType: string; readonly instanceCount: number }
  /** What SageMaker says about the endpoint. */
  | { readonly type: 'status'; readonly status: string }
  /** Comes at once when the signal fires. What was made here is being deleted from now on. */
  | { readonly type: 'interrupted'; readonly name: string; readonly isMadeHere: boolean }
  /** What was made here is deleted; with a problem, not all of it. */
  | { readonly type: 'undone'; readonly problem?: unknown };

/**
 * Puts a job's model behind an endpoint of the job's name and waits until it answers. What this needs to know is read
 * before anything is made, so a job that left no model costs nothing. Running it again finds the same endpoint. An
 * interrupt or a failed start deletes what this call has made, because it would cost money; any other error after
 * the endpoint was made says that it may be running, and how to end it.
 */
export async function deployModel(
  job: JobDescription,
  options: DeployOptions,
  signal: AbortSignal,
  onEvent: (event: DeployEvent) => void = () => undefined,
): Promise<DeployedModel> {
  checkDeployOptions(options);
  const completed = completedJob(job);
  const { features, categories, classes, target = job.target } = await deployableModel(completed, signal);
  const plan = await planEndpoint(completed, options, signal);
  const { name, instanceType, instanceCount } = plan;
  onEvent({ type: 'planned', instanceType, instanceCount });
  let isMadeHere = false;
  const deploy = async (): Promise<DeployedModel> => {
    isMadeHere = !(await isThere(plan, signal));
    if (isMadeHere) await createEndpoint(plan, signal);
    const failure = await waitUntilInService(name, (status) => onEvent({ type: 'status', status }), signal).catch(
      (error: unknown) => {
        throw signal.aborted ? error : withAdvice(error, mayBeRunning(name));
      },
    );
    if (failure !== undefined) throw withAdvice(failure, isMadeHere ? await discard(plan) : mayBeRunning(name));
    return { name, instanceType, columns: { features, categories, classes, target } };
  };
  try {
    return await tellInterrupt(signal, () => onEvent({ type: 'interrupted', name, isMadeHere }), deploy);
  } catch (error) {
    if (signal.aborted && isMadeHere) onEvent({ type: 'undone', ...(await undo(plan)) });
    throw error;
  }
}

type CompletedJob = JobDescription & { readonly modelArtefact: string };

function completedJob(job: JobDescription): CompletedJob {
  const { modelArtefact } = job;
  // A job that was stopped, such as one at its time limit, may have saved a model; the archive itself shows it.
  const hasEnded = job.status === 'Completed' || job.status === 'Stopped';
  if (hasEnded && modelArtefact !== undefined) return { ...job, modelArtefact };
  throw new UserError(
    `The training job ${job.name} has no model to deploy: it is ${job.status}. Watch it to its end with await job.watch().`,
    { facts: { jobName: job.name, status: job.status } },
  );
}

/** What the options leave out is as it was for the job. */
async function planEndpoint(job: CompletedJob, options: DeployOptions, signal: AbortSignal): Promise<EndpointPlan> {
  const { instance, count = 1, network = job.network, encryption } = options;
  return {
    name: job.name,
    image: job.image,
    roleArn: job.roleArn,
    modelArtefact: job.modelArtefact,
    instanceType: instance,
    instanceCount: count,
    network,
    volumeKey: encryption?.volumeKey ?? job.volumeKey,
    tags: options.tags ?? (await tagsOfJob(job.arn, signal)),
    maker: await makerTag(signal),
  };
}

/** True if the endpoint exists or is being made; an endpoint that failed is removed first. */
async function isThere(plan: EndpointPlan, signal: AbortSignal): Promise<boolean> {
  const there = await describeEndpoint(plan.name, signal);
  if (there === undefined) return false;
  if (there.status === 'Failed' || there.status === 'Deleting') {
    await removeEndpoint(plan.name, signal);
    return false;
  }
  const difference = differenceOf(await describeServedModel(there.configName, signal), plan);
  if (difference === undefined) return true;
  throw new UserError(
    `The endpoint ${plan.name} ${difference}. Delete it first, with await cleanUp() if it is yours, then deploy again.`,
    { facts: { endpoint: plan.name } },
  );
}

/** What an endpoint that is there does otherwise than planned; undefined if nothing. Parts of it may be gone. */
function differenceOf({ instanceType, volumeKey, model }: ServedModel, plan: EndpointPlan): string | undefined {
  const { artefact, network } = model ?? {};
  if (artefact !== undefined && artefact !== plan.modelArtefact) return `serves another model already, ${artefact}`;
  if (model !== undefined && !isSameNetwork(network, plan.network)) return 'runs in another network already';
  if (instanceType === undefined) return 'runs on another machine already';
  if (instanceType !== plan.instanceType) return `runs on ${instanceType} already`;
  return maybeSameKey(volumeKey, plan.volumeKey) ? undefined : 'runs with another key for its disks already';
}

/** Deletes an endpoint that did not start; only its log is of use. */
async function discard({ name }: EndpointPlan): Promise<string> {
  try {
    await removeDeployment(name);
    return 'Nothing of it is left.';
  } catch (error) {
    return messageOf(error);
  }
}

async function undo({ name }: EndpointPlan): Promise<{ readonly problem?: unknown }> {
  try {
    await removeDeployment(name);
    return {};
  } catch (problem) {
    return { problem };
  }
}
