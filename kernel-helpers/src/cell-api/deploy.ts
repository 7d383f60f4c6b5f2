import { type LiveDisplay, liveDisplay } from '../display/live-display';
import { say } from '../display/say';
import { messageOf } from '../errors';
import { MIME } from '../mime';
import { html } from '../render/html';
import type { MimeBundle } from '../render/self-display';
import { type DeployEvent, deployModel } from '../sagemaker/endpoint/deploy';
import type { DeployOptions } from '../sagemaker/endpoint/deploy-options';
import type { JobDescription } from '../sagemaker/watch/job-description';
import { isGpuInstance } from '../training-contract/index';
import { Endpoint } from './endpoint';
import { inCell } from './in-cell';

/** Puts a job's model behind an endpoint, and shows a line that says how far it is. */
export async function deployShown(job: JobDescription, options: DeployOptions): Promise<Endpoint> {
  const line = new StatusLine();
  try {
    const { signal } = inCell(options?.signal);
    const { name, instanceType, columns } = await deployModel(job, options, signal, (event) => line.show(event));
    return new Endpoint(name, instanceType, columns);
  } finally {
    line.close();
  }
}

/** Contains no name and no time before an interrupt, because this line stays in saved notebooks. */
class StatusLine {
  private machines = '';
  private display: LiveDisplay | undefined;

  show(event: DeployEvent): void {
    if (event.type === 'planned') {
      this.machines = `${event.instanceCount} × ${event.instanceType}`;
      if (isGpuInstance(event.instanceType)) say(gpuWithoutUse(event.instanceType));
      this.display = liveDisplay(this.bundle('Creating'));
    } else {
      this.display?.update(this.bundle(statusText(event)));
    }
  }

  close(): void {
    this.display?.close();
  }

  private bundle(status: string): MimeBundle {
    const text = `Endpoint on ${this.machines}: ${status}`;
    return { [MIME.html]: html`<span>${text}</span>`.text, [MIME.text]: text };
  }
}

function gpuWithoutUse(instanceType: string): string {
  return `${instanceType} has a GPU, but endpoints predict on processors: an instance without a GPU, such as ml.m5.large, costs less.`;
}

function statusText(event: Exclude<DeployEvent, { readonly type: 'planned' }>): string {
  switch (event.type) {
    case 'status':
      return event.status;
    case 'interrupted':
      return event.isMadeHere
        ? `interrupted. ${event.name} is being deleted, which can take minutes and costs money until then. If this kernel ends before that, run await cleanUp().`
        : `interrupted. Nothing was changed: ${event.name} goes on if it was there before, and costs money by the hour until it is deleted.`;
    case 'undone':
      return event.problem === undefined
        ? 'interrupted and deleted. Nothing of it costs money by the hour.'
        : `interrupted, but not all of it is deleted. ${messageOf(event.problem)}`;
  }
}
