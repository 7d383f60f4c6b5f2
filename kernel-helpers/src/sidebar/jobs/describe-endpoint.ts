import { isLocalAccount } from '../../aws/clients';
import { type EndpointDetails, endpointDetails } from '../../sagemaker/endpoint/endpoint-details';
import type { JobFacts } from '../../sidebar-contract/index';
import type { DescribedJob } from './described-job';
import { jobStatus } from './job-status';

/** What SageMaker says about an endpoint and its machines; undefined if it is gone. */
export async function describeEndpoint(name: string, signal: AbortSignal): Promise<DescribedJob | undefined> {
  const details = await endpointDetails(name, signal);
  if (details === undefined) return undefined;
  const { arn, status, failureReason, created, instances } = details;
  const counts = instances.flatMap(({ count }) => count ?? []);
  const types = new Set(instances.flatMap(({ type }) => type ?? []));
  const createdAt = created.toISOString();
  const facts: JobFacts = {
    kind: 'endpoint',
    name,
    hosts: counts.length === 0 ? undefined : counts.reduce((sum, count) => sum + count, 0),
    instanceType: types.size === 0 ? undefined : [...types].join(', '),
    startedAt: createdAt,
  };
  return {
    summary: { kind: 'endpoint', name, status: jobStatus('endpoint', status), serviceStatus: status, createdAt, facts },
    facts,
    arn,
    phases: [],
    failureReason,
    hyperparameters: {},
    finalMetrics: [],
    costAdvice: costAdvice(details, isLocalAccount()),
  };
}

/** What deleting an endpoint saves by the hour. Prices differ by region and contract, and no list is read here. */
export function costAdvice({ instances }: EndpointDetails, isLocal: boolean): string | undefined {
  const machines = instances.flatMap(({ type, count }) => (type === undefined ? [] : [`${count ?? 1} × ${type}`]));
  if (machines.length === 0) return undefined;
  const which = machines.join(' and ');
  return isLocal
    ? `It has ${which} in name only: it runs on this machine and costs nothing.`
    : `It costs the price of ${which} in every hour until it is deleted; aws.amazon.com/sagemaker/pricing has the prices.`;
}
