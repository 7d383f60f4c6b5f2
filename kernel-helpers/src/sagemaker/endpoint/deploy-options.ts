import { awsRegion } from '../../aws/clients';
import { awsSdk } from '../../aws/load-sdk';
import { UserError } from '../../errors';
import { checkOptionNames, type OptionNames } from '../../option-names';
import { type EndpointEncryption, endpointEncryptionProblems } from '../encryption';
import { checkInstanceType } from '../instance-type';
import { type Network, networkProblems } from '../network';
import { type ResourceTags, tagProblems } from '../resource-tags';

export interface DeployOptions {
  /** SageMaker's name of the machine, for example `ml.t2.medium`. Predictions are computed on its processors, not on a GPU. */
  readonly instance: string;
  /** How many machines answer. @default 1 */
  readonly count?: number;
  /** Your own VPC for the machines. @default the job's network */
  readonly network?: Network;
  /** Your own KMS key. @default the key of the job's disks */
  readonly encryption?: EndpointEncryption;
  /**
   * Tags for the model, the endpoint configuration and the endpoint, besides this project's. An endpoint that is there
   * already keeps its own. @default the job's tags
   */
  readonly tags?: ResourceTags;
  /** Stops the waiting and deletes what was made. @default the signal of the running cell */
  readonly signal?: AbortSignal;
}

const MAX_INSTANCES = 20;
const NAMES: OptionNames<DeployOptions> = {
  instance: true,
  count: true,
  network: true,
  encryption: true,
  tags: true,
  signal: true,
};

/** Throws one UserError with everything that is wrong with the options. */
export function checkDeployOptions(options: DeployOptions): void {
  checkOptionNames('deploy()', options, NAMES);
  const { instance, count = 1, network, encryption, tags } = options;
  const isCount = Number.isInteger(count) && count >= 1 && count <= MAX_INSTANCES;
  const problems = [
    ...checkInstanceType(instance, Object.values(awsSdk.sageMaker().ProductionVariantInstanceType)),
    ...(isCount ? [] : [`count must be a whole number from 1 to ${MAX_INSTANCES}, not ${count}.`]),
    ...networkProblems(network),
    ...endpointEncryptionProblems(encryption, awsRegion()),
    ...tagProblems(tags),
  ];
  if (problems.length > 0) throw new UserError(`The model was not deployed:\n- ${problems.join('\n- ')}`);
}
