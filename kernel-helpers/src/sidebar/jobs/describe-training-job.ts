import type { DescribeTrainingJobCommandOutput, ResourceConfig } from '@aws-sdk/client-sagemaker';
import { askAboutJob } from '../../sagemaker/watch/ask-about-job';
import { readDescription } from '../../sagemaker/watch/describe-job';
import type { JobFacts } from '../../sidebar-contract/index';
import type { DescribedJob } from './described-job';
import { launchedFrom, sourceOfRows } from './job-origin';
import { jobStatus } from './job-status';

/** What SageMaker says about a training job, of this project or another. Throws a JobNotFoundError if it is gone. */
export async function describeTrainingJob(name: string, signal: AbortSignal): Promise<DescribedJob> {
  return readTrainingJob(await askAboutJob(name, signal));
}

export function readTrainingJob(output: DescribeTrainingJobCommandOutput): DescribedJob {
  const description = readDescription(output);
  const { name, arn, phases, failureReason, image, modelArtefact, finalMetrics } = description;
  const facts = factsOf(name, output);
  return {
    summary: {
      kind: 'training',
      name,
      status: jobStatus('training', description.status),
      serviceStatus: description.status,
      createdAt: (output.CreationTime ?? new Date(0)).toISOString(),
      endedAt: facts.endedAt,
      facts,
    },
    facts,
    arn,
    phases: phases.map((phase) => ({ ...phase, startedAt: phase.startedAt.toISOString() })),
    failureReason,
    hyperparameters: output.HyperParameters ?? {},
    source: sourceOfRows(output.Environment ?? {}, output.HyperParameters ?? {}),
    image: image === '' ? undefined : image,
    modelArtefact,
    finalMetrics: finalMetrics.filter(({ value }) => Number.isFinite(value)),
    launchedFrom: launchedFrom(output.Environment ?? {}),
  };
}

function factsOf(name: string, output: DescribeTrainingJobCommandOutput): JobFacts {
  const hosts = hostsOf(output.ResourceConfig);
  const { BillableTimeInSeconds: billable } = output;
  return {
    kind: 'training',
    name,
    ...hosts,
    startedAt: output.TrainingStartTime?.toISOString(),
    endedAt: output.TrainingEndTime?.toISOString(),
    // SageMaker counts the seconds of one host (API reference, DescribeTrainingJob).
    billableSeconds: billable === undefined ? undefined : billable * (hosts.hosts ?? 1),
  };
}

/** A job may have groups of hosts of several types (API reference, InstanceGroup). */
function hostsOf(config: ResourceConfig | undefined): Pick<JobFacts, 'hosts' | 'instanceType'> {
  const groups = config?.InstanceGroups ?? [];
  if (groups.length === 0) return { hosts: config?.InstanceCount, instanceType: config?.InstanceType };
  return {
    hosts: groups.reduce((sum, { InstanceCount = 0 }) => sum + InstanceCount, 0),
    instanceType: [...new Set(groups.map(({ InstanceType }) => InstanceType ?? ''))].join(', '),
  };
}
