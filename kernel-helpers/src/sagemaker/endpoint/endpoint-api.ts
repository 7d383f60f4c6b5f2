import type { DescribeEndpointConfigCommandOutput } from '@aws-sdk/client-sagemaker';
import { callAws } from '../../aws/call-aws';
import { awsClients } from '../../aws/clients';
import { awsSdk } from '../../aws/load-sdk';
import { undefinedIfMissing } from '../missing-resource';
import { type Network, networkOf } from '../network';
import { readTags } from '../read-tags';
import { chosenTags, type ResourceTags, type Tag } from '../resource-tags';

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
  /** Says who deploys. */
  readonly maker?: Tag;
}

export interface EndpointDescription {
  readonly status: string;
  readonly configName: string;
  readonly failureReason?: string;
}

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
  /** The role that its containers run as. */
  readonly roleArn?: string;
}

/** The machine and the model that an endpoint configuration names. */
export async function describeServedModel(configName: string, signal?: AbortSignal): Promise<ServedModel> {
  const config = await describeEndpointConfig(configName, signal);
  const variant = config?.ProductionVariants?.[0];
  const modelName = variant?.ModelName;
  return {
    instanceType: variant?.InstanceType,
    volumeKey: config?.KmsKeyId,
    model: modelName === undefined ? undefined : await describeModel(modelName, signal),
  };
}

/** An endpoint configuration as SageMaker describes it; undefined if it is gone. */
export async function describeEndpointConfig(
  configName: string,
  signal?: AbortSignal,
): Promise<DescribeEndpointConfigCommandOutput | undefined> {
  const { DescribeEndpointConfigCommand } = awsSdk.sageMaker();
  return callAws(`describe the endpoint configuration ${configName}`, () =>
    undefinedIfMissing(() => {
      const command = new DescribeEndpointConfigCommand({ EndpointConfigName: configName });
      return awsClients.sageMaker().send(command, { abortSignal: signal });
    }),
  );
}

/** The model of that name; undefined if there is none. */
export async function describeModel(modelName: string, signal?: AbortSignal): Promise<RegisteredModel | undefined> {
  const { DescribeModelCommand } = awsSdk.sageMaker();
  return callAws(`describe the model ${modelName}`, () =>
    undefinedIfMissing(async () => {
      const command = new DescribeModelCommand({ ModelName: modelName });
      const model = await awsClients.sageMaker().send(command, { abortSignal: signal });
      const { PrimaryContainer: container, VpcConfig: network, ExecutionRoleArn: roleArn } = model;
      return { artefact: container?.ModelDataUrl, network: networkOf(network), roleArn };
    }),
  );
}

/** The tags of a training job that its user has chosen. */
export async function tagsOfJob(arn: string, signal?: AbortSignal): Promise<ResourceTags> {
  return callAws("read the training job's tags for its model (tags: {} leaves them out)", async () =>
    chosenTags(await readTags(arn, signal)),
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
