/** The operations of SageMaker's API that the local account offers. */
export const OFFERED_OPERATIONS = [
  'CreateTrainingJob',
  'DescribeTrainingJob',
  'ListTrainingJobs',
  'StopTrainingJob',
  'DeleteTrainingJob',
  'ListHyperParameterTuningJobs',
  'ListTransformJobs',
  'CreateModel',
  'DescribeModel',
  'ListModels',
  'DeleteModel',
  'CreateEndpointConfig',
  'DescribeEndpointConfig',
  'ListEndpointConfigs',
  'DeleteEndpointConfig',
  'CreateEndpoint',
  'DescribeEndpoint',
  'ListEndpoints',
  'DeleteEndpoint',
  'AddTags',
  'ListTags',
  'DeleteTags',
] as const;

export type OperationName = (typeof OFFERED_OPERATIONS)[number];

export function isOffered(name: string): name is OperationName {
  return OFFERED_OPERATIONS.some((offered) => offered === name);
}
