import { awsClients } from '../../aws/clients';
import { awsSdk } from '../../aws/load-sdk';
import type { Page } from '../../page';
import { type ListOptions, readPage } from './read-page';

export interface ListEndpointsOptions extends ListOptions {
  /** Only endpoints with this status. */
  readonly status?: EndpointStatus;
}

export type EndpointStatus =
  | 'Creating'
  | 'InService'
  | 'Updating'
  | 'SystemUpdating'
  | 'RollingBack'
  | 'UpdateRollbackFailed'
  | 'OutOfService'
  | 'Failed'
  | 'Deleting';

/** An endpoint as a list shows it. */
export interface ListedEndpoint {
  readonly name: string;
  readonly arn: string;
  /** An EndpointStatus. */
  readonly status: string;
  readonly created: Date;
  readonly lastModified?: Date;
}

/** What has a name and nothing that changes: a model's registration, or an endpoint's configuration. */
export interface ListedResource {
  readonly name: string;
  readonly arn: string;
  readonly created: Date;
}

/** The endpoints of the account and region, newest first. Each costs money by the hour, whatever its use. */
export async function listEndpoints(options: ListEndpointsOptions = {}): Promise<Page<ListedEndpoint>> {
  return await readPage('endpoints', options, async (input) => {
    const { ListEndpointsCommand } = awsSdk.sageMaker();
    const command = new ListEndpointsCommand({ ...input, ...NEWEST_FIRST, StatusEquals: options.status });
    const answer = await awsClients.sageMaker().send(command, { abortSignal: options.signal });
    const items = (answer.Endpoints ?? []).map((endpoint) => ({
      name: endpoint.EndpointName ?? '',
      arn: endpoint.EndpointArn ?? '',
      status: endpoint.EndpointStatus ?? '',
      created: endpoint.CreationTime ?? new Date(0),
      lastModified: endpoint.LastModifiedTime,
    }));
    return { items, nextToken: answer.NextToken };
  });
}

/** The endpoint configurations of the account and region, newest first. */
export async function listEndpointConfigs(options: ListOptions = {}): Promise<Page<ListedResource>> {
  return await readPage('endpoint configurations', options, async (input) => {
    const { ListEndpointConfigsCommand } = awsSdk.sageMaker();
    const command = new ListEndpointConfigsCommand({ ...input, ...NEWEST_FIRST });
    const answer = await awsClients.sageMaker().send(command, { abortSignal: options.signal });
    const items = (answer.EndpointConfigs ?? []).map((config) => ({
      name: config.EndpointConfigName ?? '',
      arn: config.EndpointConfigArn ?? '',
      created: config.CreationTime ?? new Date(0),
    }));
    return { items, nextToken: answer.NextToken };
  });
}

/** The models that are registered in the account and region, newest first. */
export async function listModels(options: ListOptions = {}): Promise<Page<ListedResource>> {
  return await readPage('models', options, async (input) => {
    const { ListModelsCommand } = awsSdk.sageMaker();
    const command = new ListModelsCommand({ ...input, ...NEWEST_FIRST });
    const answer = await awsClients.sageMaker().send(command, { abortSignal: options.signal });
    const items = (answer.Models ?? []).map((model) => ({
      name: model.ModelName ?? '',
      arn: model.ModelArn ?? '',
      created: model.CreationTime ?? new Date(0),
    }));
    return { items, nextToken: answer.NextToken };
  });
}

const NEWEST_FIRST = { SortBy: 'CreationTime', SortOrder: 'Descending' } as const;
