import type { NamedCall, NeededAction } from '../aws/judging';
import type { Arns } from './arn';

type Input = Readonly<Record<string, unknown>>;

/** Members of a request that name a resource, with the resource's type in its ARN. */
const NAMED: Readonly<Record<string, Parameters<Arns['of']>[0]>> = {
  TrainingJobName: 'training-job',
  ModelName: 'model',
  EndpointConfigName: 'endpoint-config',
  EndpointName: 'endpoint',
};

/**
 * The actions of IAM that a request to SageMaker needs. Its own name is one; making something with tags needs AddTags,
 * and giving SageMaker a role needs iam:PassRole (Service Authorization Reference, "Actions defined by Amazon SageMaker
 * AI"; developer guide, "SageMaker AI API permissions: actions, permissions, and resources reference").
 */
export function neededActions(
  service: NamedCall['service'],
  operation: string,
  input: Input,
  arns: Arns,
): readonly NeededAction[] {
  const resources = resourcesOf(operation, input, arns);
  const own = resources.map((resource) => ({ action: `${service}:${operation}`, resource, context: {} }));
  const hasTags = operation.startsWith('Create') && Array.isArray(input.Tags) && input.Tags.length > 0;
  const tags = hasTags
    ? [{ action: 'sagemaker:AddTags', resource: resources[0], context: { 'sagemaker:TaggingAction': operation } }]
    : [];
  const role = input.RoleArn ?? input.ExecutionRoleArn;
  const pass =
    typeof role === 'string'
      ? [{ action: 'iam:PassRole', resource: role, context: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } }]
      : [];
  return [...own, ...tags, ...pass];
}

/** CreateEndpoint is decided on the endpoint and on its configuration; lists are decided on no resource. */
function resourcesOf(operation: string, input: Input, arns: Arns): readonly string[] {
  if (typeof input.ResourceArn === 'string') return [input.ResourceArn];
  const own = operation.replace(/^[A-Z][a-z]+/, '');
  const named = Object.entries(NAMED).filter(([member]) => typeof input[member] === 'string');
  const resources = named
    .sort(([one], [other]) => Number(other === `${own}Name`) - Number(one === `${own}Name`))
    .map(([member, type]) => arns.of(type, String(input[member])));
  return operation.startsWith('List') || resources.length === 0 ? ['*'] : resources;
}
