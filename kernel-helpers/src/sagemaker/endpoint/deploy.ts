import { currentSignal } from '../../cell/kernel-bridge';
import { tellInterrupt } from '../../cell/tell-interrupt';
import { type LiveDisplay, liveDisplay } from '../../display/live-display';
import { messageOf, UserError, withAdvice } from '../../errors';
import { MIME } from '../../mime';
import { html } from '../../render/html';
import type { MimeBundle } from '../../render/self-display';
import { maybeSameKey } from '../encryption';
import { makerTag } from '../maker/maker';
import { deployableModel } from '../model/deployable-model';
import { isSameNetwork } from '../network';
import type { JobDescription } from '../watch/job-description';
import { createEndpoint } from './create-endpoint';
import { checkDeployOptions, type DeployOptions } from './deploy-options';
import { Endpoint } from './endpoint';
import { describeEndpoint, describeServedModel, type EndpointPlan, type ServedModel, tagsOfJob } from './endpoint-api';
import { removeDeployment, removeEndpoint } from './remove-endpoint';
import { mayBeRunning } from './running-cost';
import { waitUntilInService } from './wait-for-endpoint';

/**
 * Puts a job's model behind an endpoint of the job's name and waits until it answers. What this needs to know is read
 * before anything is made, so a job that left no model costs nothing. Running it again finds the same endpoint. An
 * interrupt or a failed start deletes what this call has made, because it would cost money; any other error after
 * the endpoint was made says that it may be running, and how to end it.
 */
export async function deployModel(job: JobDescription, options: DeployOptions): Promise<Endpoint> {
  checkDeployOptions(options);
  const completed = completedJob(job);
  const signal = options.signal ?? currentSignal();
  const { features, target = job.target } = await deployableModel(completed, signal);
  const plan = await planEndpoint(completed, options, signal);
  const line = liveDisplay(statusLine(plan, 'Creating'));
  let isMadeHere = false;
  const tell = (): void => line.update(statusLine(plan, interruptedText(plan, isMadeHere)));
  const deploy = async (): Promise<Endpoint> => {
    isMadeHere = !(await isThere(plan, signal));
    if (isMadeHere) await createEndpoint(plan, signal);
    const failure = await waitUntilInService(
      plan.name,
      (status) => line.update(statusLine(plan, status)),
      signal,
    ).catch((error: unknown) => {
      throw signal.aborted ? error : withAdvice(error, mayBeRunning(plan.name));
    });
    if (failure !== undefined) throw withAdvice(failure, isMadeHere ? await discard(plan) : mayBeRunning(plan.name));
    return new Endpoint(plan.name, plan.instanceType, { features, target });
  };
  try {
    return await tellInterrupt(signal, tell, deploy);
  } catch (error) {
    if (signal.aborted && isMadeHere) await undo(plan, line);
    throw error;
  } finally {
    line.close();
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

async function undo(plan: EndpointPlan, line: LiveDisplay): Promise<void> {
  try {
    await removeDeployment(plan.name);
    line.update(statusLine(plan, 'interrupted and deleted. Nothing of it costs money by the hour.'));
  } catch (error) {
    line.update(statusLine(plan, `interrupted, but not all of it is deleted. ${messageOf(error)}`));
  }
}

function interruptedText({ name }: EndpointPlan, isMadeHere: boolean): string {
  return isMadeHere
    ? `interrupted. ${name} is being deleted, which can take minutes and costs money until then. If this kernel ends before that, run await cleanUp().`
    : `interrupted. Nothing was changed: ${name} goes on if it was there before, and costs money by the hour until it is deleted.`;
}

/** Contains no name and no time, because this line stays in saved notebooks. */
function statusLine({ instanceType, instanceCount }: EndpointPlan, status: string): MimeBundle {
  const text = `Endpoint on ${instanceCount} × ${instanceType}: ${status}`;
  return { [MIME.html]: html`<span>${text}</span>`.text, [MIME.text]: text };
}
