import type { Page } from '../../page';
import {
  deleteEndpointConfig,
  deleteModel,
  describeEndpoint,
  describeEndpointConfig,
  describeModel,
} from '../../sagemaker/endpoint/endpoint-api';
import { removeEndpoint } from '../../sagemaker/endpoint/remove-endpoint';
import { stopAndWait } from '../../sagemaker/job/stop-and-wait';
import { listEndpointConfigs, listEndpoints, listModels } from '../../sagemaker/list/list-endpoints';
import { listTrainingJobs } from '../../sagemaker/list/list-jobs';
import { everyItem, type ListOptions } from '../../sagemaker/list/read-page';
import { describeJob } from '../../sagemaker/watch/describe-job';
import { NAME_PREFIX } from '../../story-names';
import type { Belonging } from './belonging';

/** What the stack's role has made in SageMaker, in the order in which it can be deleted. */
export interface SageMakerBelongings {
  readonly belongings: readonly Belonging[];
  /** Names of all its jobs, also of those that have ended, and of its endpoints: their logs belong to the stack too. */
  readonly names: readonly string[];
}

/**
 * Endpoints, configurations, models and running jobs of a role. The role is what ties them to a stack: jobs and models
 * name it, a configuration names its models, and an endpoint its configuration. One of them may be gone already, so
 * the name counts as well, which all four share.
 */
export async function sageMakerBelongings(roleArn: string, signal: AbortSignal): Promise<SageMakerBelongings> {
  const jobs = await chosen(
    listTrainingJobs,
    signal,
    async (name) => (await describeJob(name, signal)).roleArn === roleArn,
  );
  const models = await chosen(
    listModels,
    signal,
    async (name) => (await describeModel(name, signal))?.roleArn === roleArn,
  );
  const names = new Set([...jobs, ...models].map(({ name }) => name));
  const modelNames = new Set(models.map(({ name }) => name));
  const configs = await chosen(listEndpointConfigs, signal, async (name) => {
    const variants = (await describeEndpointConfig(name, signal))?.ProductionVariants ?? [];
    return names.has(name) || variants.some(({ ModelName }) => modelNames.has(ModelName ?? ''));
  });
  const configNames = new Set(configs.map(({ name }) => name));
  const endpoints = await chosen(listEndpoints, signal, async (name) => {
    const { configName = '' } = (await describeEndpoint(name, signal)) ?? {};
    return names.has(name) || configNames.has(configName);
  });
  const running = jobs.filter(({ status = '' }) => ['InProgress', 'Stopping'].includes(status));
  return {
    belongings: [
      ...endpoints.map(({ name }) => belonging('endpoint', name, true, (within) => removeEndpoint(name, within))),
      ...configs.map(({ name }) => belonging('endpoint configuration', name, false, () => deleteEndpointConfig(name))),
      ...models.map(({ name }) => belonging('model', name, false, () => deleteModel(name))),
      ...running.map(({ name }) =>
        belonging('running training job', name, true, (within) => stopAndWait(name, within)),
      ),
    ],
    names: [...new Set([...names, ...endpoints.map(({ name }) => name)])],
  };
}

interface Listed {
  readonly name: string;
  readonly status?: string;
}

async function chosen(
  list: (options: ListOptions) => Promise<Page<Listed>>,
  signal: AbortSignal,
  belongs: (name: string) => Promise<boolean>,
): Promise<readonly Listed[]> {
  const found: Listed[] = [];
  for await (const item of everyItem((after) => list({ after, nameContains: NAME_PREFIX, signal }))) {
    if (item.name.startsWith(NAME_PREFIX) && (await belongs(item.name))) found.push(item);
  }
  return found;
}

function belonging(
  kind: string,
  name: string,
  costsByTheHour: boolean,
  remove: (signal: AbortSignal) => Promise<void>,
): Belonging {
  return { what: `${kind} ${name}`, sharedName: name, costsByTheHour, remove };
}
