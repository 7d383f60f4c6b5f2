import { setTimeout as delay } from 'node:timers/promises';
import { callAws } from '../../aws/call-aws';
import { awsClients } from '../../aws/clients';
import { awsSdk } from '../../aws/load-sdk';
import { isOutage, outlastOutage } from '../../aws/outlast-outage';
import { messageOf, withAdvice } from '../../errors';
import { vpcConfigOf } from '../network';
import { explainQuota } from '../quotas/explain-quota';
import { allTags } from '../resource-tags';
import { deleteEndpointConfig, deleteModel, type EndpointPlan } from './endpoint-api';
import { mayBeRunning } from './running-cost';
import { pollSeconds } from './wait-for-endpoint';

const VARIANT = 'AllTraffic';

/** How often a step is tried whose input SageMaker has stored a moment ago and does not find yet. */
const TRIES = 6;

/**
 * Makes model, configuration and endpoint. What an earlier, broken attempt left under these names is replaced.
 * A step that fails leaves nothing behind, or the error says what is left. An abort ends this between two steps, never
 * within one, because we must know what exists; the caller then deletes it.
 */
export async function createEndpoint(plan: EndpointPlan, signal?: AbortSignal): Promise<void> {
  await deleteEndpointConfig(plan.name);
  await deleteModel(plan.name);
  let step = 'model';
  try {
    for (const [name, make] of [
      ['model', makeModel],
      ['configuration', makeConfig],
      ['endpoint', makeEndpoint],
    ] as const) {
      signal?.throwIfAborted();
      step = name;
      await make(plan);
    }
  } catch (error) {
    if (signal?.aborted) throw error;
    if (step === 'endpoint' && isOutage(error)) throw withAdvice(error, mayBeRunning(plan.name));
    throw withAdvice(error, await undo(plan));
  }
}

async function makeModel(plan: EndpointPlan): Promise<void> {
  const { CreateModelCommand } = awsSdk.sageMaker();
  const command = new CreateModelCommand({
    ModelName: plan.name,
    ExecutionRoleArn: plan.roleArn,
    PrimaryContainer: { Image: plan.image, ModelDataUrl: plan.modelArtefact },
    ...(plan.network !== undefined && { VpcConfig: vpcConfigOf(plan.network) }),
    Tags: allTags(plan.tags, plan.maker),
  });
  await make(`register the model ${plan.name}`, () => awsClients.sageMaker().send(command));
}

async function makeConfig(plan: EndpointPlan): Promise<void> {
  const { CreateEndpointConfigCommand } = awsSdk.sageMaker();
  const command = new CreateEndpointConfigCommand({
    EndpointConfigName: plan.name,
    ProductionVariants: [
      {
        VariantName: VARIANT,
        ModelName: plan.name,
        InstanceType: plan.instanceType as 'ml.m5.large',
        InitialInstanceCount: plan.instanceCount,
      },
    ],
    ...(plan.volumeKey !== undefined && { KmsKeyId: plan.volumeKey }),
    Tags: allTags(plan.tags, plan.maker),
  });
  await make(`make the endpoint configuration ${plan.name}`, () => awsClients.sageMaker().send(command));
}

async function makeEndpoint({ name, tags, maker, instanceType, instanceCount }: EndpointPlan): Promise<void> {
  const { CreateEndpointCommand } = awsSdk.sageMaker();
  const Tags = allTags(tags, maker);
  const command = new CreateEndpointCommand({ EndpointName: name, EndpointConfigName: name, Tags });
  await explainQuota({ usage: 'endpoints', type: instanceType, count: instanceCount }, () =>
    make(`make the endpoint ${name}`, () => awsClients.sageMaker().send(command)),
  );
}

/**
 * Does a step although answers get lost. The names were free a moment ago, so "already existing" means that an earlier
 * request was done and its answer lost. SageMaker reads its own store "eventually consistent" and recommends to try
 * again where it does not find what was just made (API reference, CreateEndpoint).
 */
async function make(doing: string, send: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await outlastOutage(() => callAws(doing, () => unlessDone(send)));
    } catch (error) {
      if (tries === TRIES || !/could not find (?:model|endpoint configuration) "/i.test(messageOf(error))) throw error;
      await delay(pollSeconds() * 1000);
    }
  }
}

async function unlessDone(send: () => Promise<unknown>): Promise<void> {
  try {
    await send();
  } catch (error) {
    if (!/^cannot create already existing/i.test(messageOf(error))) throw error;
  }
}

/** Deletes what an attempt without an endpoint has made, and says what is left. */
async function undo({ name }: EndpointPlan): Promise<string> {
  const left: string[] = [];
  for (const [kind, remove] of [
    ['endpoint configuration', deleteEndpointConfig],
    ['model', deleteModel],
  ] as const) {
    await remove(name).catch((error: unknown) => left.push(`${kind} ${name} (${messageOf(error)})`));
  }
  if (left.length === 0) return 'Nothing was deployed, and nothing is left of the attempt.';
  return `Nothing was deployed. Left, at no cost by the hour: ${left.join(', ')} To delete it later, run await cleanUp().`;
}
