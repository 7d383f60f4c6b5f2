import { callAws } from '../../aws/call-aws';
import { awsClients } from '../../aws/clients';
import { awsSdk } from '../../aws/load-sdk';
import { undefinedIfMissing } from '../missing-resource';
import { describeEndpointConfig } from './endpoint-api';

/** An endpoint and the machines that it runs on. */
export interface EndpointDetails {
  readonly name: string;
  readonly arn: string;
  /** `InService`, `Creating`, `Failed`, … */
  readonly status: string;
  readonly failureReason?: string;
  readonly created: Date;
  readonly lastModified?: Date;
  readonly configName?: string;
  /** One for each variant; each machine costs money by the hour. */
  readonly instances: readonly EndpointInstances[];
}

export interface EndpointInstances {
  readonly variant: string;
  /** Undefined where the endpoint's configuration is gone or its variant has no machines of its own (serverless). */
  readonly type?: string;
  /** As many as run, or are to run while the endpoint is made. */
  readonly count?: number;
  readonly model?: string;
}

/** What SageMaker says about an endpoint and its configuration; undefined if there is no such endpoint. */
export async function endpointDetails(name: string, signal?: AbortSignal): Promise<EndpointDetails | undefined> {
  const { DescribeEndpointCommand } = awsSdk.sageMaker();
  const endpoint = await callAws(`describe the endpoint ${name}`, () =>
    undefinedIfMissing(() =>
      awsClients.sageMaker().send(new DescribeEndpointCommand({ EndpointName: name }), { abortSignal: signal }),
    ),
  );
  if (endpoint === undefined) return undefined;
  const configName = endpoint.EndpointConfigName;
  const config = configName === undefined ? undefined : await describeEndpointConfig(configName, signal);
  return {
    name,
    arn: endpoint.EndpointArn ?? '',
    status: endpoint.EndpointStatus ?? '',
    failureReason: endpoint.FailureReason,
    created: endpoint.CreationTime ?? new Date(0),
    lastModified: endpoint.LastModifiedTime,
    configName,
    instances: (config?.ProductionVariants ?? endpoint.ProductionVariants ?? []).map(
      ({ VariantName: variant = '' }) => {
        const running = endpoint.ProductionVariants?.find(({ VariantName }) => VariantName === variant);
        const planned = config?.ProductionVariants?.find(({ VariantName }) => VariantName === variant);
        return {
          variant,
          type: planned?.InstanceType,
          count: running?.CurrentInstanceCount || running?.DesiredInstanceCount || planned?.InitialInstanceCount,
          model: planned?.ModelName,
        };
      },
    ),
  };
}
