import { callAws } from '../../aws/call-aws';
import { awsClients } from '../../aws/clients';
import { awsSdk } from '../../aws/load-sdk';
import { type Network, networkOf, vpcConfigOf } from '../network';
import { explainQuota } from '../quotas/explain-quota';
import { allTags, chosenTags, type ResourceTags } from '../resource-tags';

/** A model, its endpoint configuration and its endpoint all carry the job's name. */
export interface EndpointPlan {
  readonly name: string;
  readonly image: string;
  readonly roleArn: string;
  readonly modelArtefact: string;
  readonly instanceType: string;
  readonly instanceCount: number;
  readonly network?: Network;
  readonly volumeKey?: string;
  readonly tags?: ResourceTags;
}

export interface EndpointDescription {
  readonly status: string;
  readonly configName: string;
  readonly failureReason?: string;
}

const VARIANT = 'AllTraffic';

/** The endpoint of that name; undefined if there is none. */
export async function describeEndpoint(name: string, signal?: AbortSignal): Promise<EndpointDescription | undefined> {
  const { DescribeEndpointCommand } = awsSdk.sageMaker();
  return callAws(`describe the endpoint ${name}`, () =>
    undefinedIfMissing(async () => {
      const command = new DescribeEndpointCommand({ EndpointName: name });
      const output = await awsClients.sageMaker().send(command, { abortSignal: signal });
      return {
        status: output.EndpointStatus ?? '',
        configName: output.EndpointConfigName ?? '',
        failureReason: output.FailureReason,
      };
    }),
  );
}

/** The model and the machine of an endpoint; undefined where SageMaker no longer knows them. */
export interface ServedModel {
  readonly instanceType?: string;
  readonly volumeKey?: string;
  readonly model?: RegisteredModel;
}

interface RegisteredModel {
  /** `s3://…/model.tar.gz`. */
  readonly artefact?: string;
  readonly network?: Network;
}

/** The machine and the model that an endpoint configuration names. */
export async function describeServedModel(configName: string, signal?: AbortSignal): Promise<ServedModel> {
  const { DescribeEndpointConfigCommand } = awsSdk.sageMaker();
  const config = await callAws(`describe the endpoint configuration ${configName}`, () =>
    undefinedIfMissing(() => {
      const command = new DescribeEndpointConfigCommand({ EndpointConfigName: configName });
      return awsClients.sageMaker().send(command, { abortSignal: signal });
    }),
  );
  const variant = config?.ProductionVariants?.[0];
  const modelName = variant?.ModelName;
  return {
    instanceType: variant?.InstanceType,
    volumeKey: config?.KmsKeyId,
    model: modelName === undefined ? undefined : await describeModel(modelName, signal),
  };
}

async function describeModel(modelName: string, signal?: AbortSignal): Promise<RegisteredModel | undefined> {
  const { DescribeModelCommand } = awsSdk.sageMaker();
  return callAws(`describe the model ${modelName}`, () =>
    undefinedIfMissing(async () => {
      const command = new DescribeModelCommand({ ModelName: modelName });
      const model = await awsClients.sageMaker().send(command, { abortSignal: signal });
      return { artefact: model.PrimaryContainer?.ModelDataUrl, network: networkOf(model.VpcConfig) };
    }),
  );
}

/** The tags of a training job that its user has chosen. */
export async function tagsOfJob(arn: string, signal?: AbortSignal): Promise<ResourceTags> {
  const { ListTagsCommand } = awsSdk.sageMaker();
  const command = new ListTagsCommand({ ResourceArn: arn, MaxResults: 100 });
  return callAws("read the training job's tags for its model (tags: {} leaves them out)", async () => {
    const { Tags = [] } = await awsClients.sageMaker().send(command, { abortSignal: signal });
    return chosenTags(Tags);
  });
}

/**
 * Makes model, configuration and endpoint. What an earlier, broken attempt left under these names is replaced.
 * An abort ends this between two of these calls, never within one, because we must know what exists.
 */
export async function createEndpoint(plan: EndpointPlan, signal?: AbortSignal): Promise<void> {
  const { CreateModelCommand, CreateEndpointConfigCommand, CreateEndpointCommand } = awsSdk.sageMaker();
  const sageMaker = awsClients.sageMaker();
  const Tags = allTags(plan.tags);
  await deleteEndpointConfig(plan.name);
  await deleteModel(plan.name);
  signal?.throwIfAborted();
  await callAws(`register the model ${plan.name}`, () =>
    sageMaker.send(
      new CreateModelCommand({
        ModelName: plan.name,
        ExecutionRoleArn: plan.roleArn,
        PrimaryContainer: { Image: plan.image, ModelDataUrl: plan.modelArtefact },
        ...(plan.network !== undefined && { VpcConfig: vpcConfigOf(plan.network) }),
        Tags,
      }),
    ),
  );
  signal?.throwIfAborted();
  await callAws(`make the endpoint configuration ${plan.name}`, () =>
    sageMaker.send(
      new CreateEndpointConfigCommand({
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
        Tags,
      }),
    ),
  );
  signal?.throwIfAborted();
  const command = new CreateEndpointCommand({ EndpointName: plan.name, EndpointConfigName: plan.name, Tags });
  await explainQuota({ usage: 'endpoints', type: plan.instanceType, count: plan.instanceCount }, () =>
    callAws(`make the endpoint ${plan.name}`, () => sageMaker.send(command)),
  );
}

/** Asks SageMaker to delete an endpoint; fine if there is none. It is refused while the endpoint is made or changed. */
export async function deleteEndpoint(name: string): Promise<void> {
  const { DeleteEndpointCommand } = awsSdk.sageMaker();
  await callAws(`delete the endpoint ${name}`, () =>
    undefinedIfMissing(() => awsClients.sageMaker().send(new DeleteEndpointCommand({ EndpointName: name }))),
  );
}

/** Deletes an endpoint configuration; fine if there is none. */
export async function deleteEndpointConfig(name: string): Promise<void> {
  const { DeleteEndpointConfigCommand } = awsSdk.sageMaker();
  await callAws(`delete the endpoint configuration ${name}`, () =>
    undefinedIfMissing(() =>
      awsClients.sageMaker().send(new DeleteEndpointConfigCommand({ EndpointConfigName: name })),
    ),
  );
}

/** Deletes a model's registration, not its file in S3; fine if there is none. */
export async function deleteModel(name: string): Promise<void> {
  const { DeleteModelCommand } = awsSdk.sageMaker();
  await callAws(`delete the model ${name}`, () =>
    undefinedIfMissing(() => awsClients.sageMaker().send(new DeleteModelCommand({ ModelName: name }))),
  );
}

/** SageMaker says "Could not find …" in a ValidationException, while other services have a code for it. */
async function undefinedIfMissing<Result>(call: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Error && /could not find|not found|does not exist/i.test(error.message)) return undefined;
    throw error;
  }
}
