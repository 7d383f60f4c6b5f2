import { html } from '../../display/html';
import { currentSignal, type MimeBundle } from '../../display/kernel-bridge';
import { type LiveDisplay, liveDisplay } from '../../display/live-display';
import { MIME } from '../../display/mime';
import { UserError } from '../../errors';
import type { JobDescription } from '../watch/job-description';
import { checkDeployOptions, type DeployOptions } from './deploy-options';
import { Endpoint } from './endpoint';
import { createEndpoint, deleteEndpoint, describeEndpoint, type EndpointPlan, instanceTypeOf } from './endpoint-api';
import { modelFeatures } from './model-features';
import { waitUntilGone, waitUntilInService } from './wait-for-endpoint';

/**
 * Puts a job's model behind an endpoint of the job's name and waits until it answers.
 * Running it again finds the same endpoint. An interrupt deletes what was made, since it would cost money.
 */
export async function deployModel(job: JobDescription, options: DeployOptions): Promise<Endpoint> {
  checkDeployOptions(options);
  const plan = planEndpoint(job, options);
  const signal = options.signal ?? currentSignal();
  const line = liveDisplay(statusLine(plan, 'Creating'));
  try {
    await createUnlessThere(plan, signal);
    await waitUntilInService(plan.name, (status) => line.update(statusLine(plan, status)), signal);
    const columns = { target: job.target, features: await modelFeatures(job, signal) };
    return new Endpoint(plan.name, plan.instanceType, columns);
  } catch (error) {
    if (signal.aborted) await undo(plan, line);
    throw error;
  } finally {
    line.close();
  }
}

function planEndpoint(job: JobDescription, { instance, count = 1 }: DeployOptions): EndpointPlan {
  if (job.status !== 'Completed' || job.modelArtefact === undefined) {
    throw new UserError(
      `The training job ${job.name} has no model to deploy: it is ${job.status}. Watch it to its end with await job.watch().`,
      { facts: { jobName: job.name, status: job.status } },
    );
  }
  return {
    name: job.name,
    image: job.image,
    roleArn: job.roleArn,
    modelArtefact: job.modelArtefact,
    instanceType: instance,
    instanceCount: count,
  };
}

async function createUnlessThere(plan: EndpointPlan, signal: AbortSignal): Promise<void> {
  const there = await describeEndpoint(plan.name, signal);
  if (there?.status === 'Failed') await deleteEndpoint(plan.name);
  if (there?.status === 'Failed' || there?.status === 'Deleting') {
    await waitUntilGone(plan.name, signal);
  } else if (there !== undefined) {
    const type = await instanceTypeOf(there.configName, signal);
    if (type === plan.instanceType) return;
    throw new UserError(
      `The endpoint ${plan.name} runs on ${type ?? 'another machine'} already. Delete it with await cleanUp() first, then deploy on ${plan.instanceType}.`,
      { facts: { endpoint: plan.name } },
    );
  }
  await createEndpoint(plan, signal);
}

async function undo(plan: EndpointPlan, line: LiveDisplay): Promise<void> {
  line.update(statusLine(plan, 'interrupted: deleting it'));
  await new Endpoint(plan.name, plan.instanceType).delete();
  line.update(statusLine(plan, 'interrupted and deleted'));
}

/** Says no name and no time: this line stays in saved notebooks. */
function statusLine({ instanceType, instanceCount }: EndpointPlan, status: string): MimeBundle {
  const text = `Endpoint on ${instanceCount} × ${instanceType}: ${status}`;
  return { [MIME.html]: html`<span>${text}</span>`.text, [MIME.text]: text };
}
