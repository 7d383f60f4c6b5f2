import { type OptionNames, unknownOptions } from '../option-names';

/** The subnets of your own VPC in which SageMaker runs containers, in place of SageMaker's own network. */
export interface Network {
  /** IDs of the subnets, 1 to 16 of one VPC: `subnet-0123456789abcdef0`. */
  readonly subnets: readonly string[];
  /** IDs of the security groups, 1 to 5 of that VPC. They must let the hosts of one job reach each other. */
  readonly securityGroupIds: readonly string[];
}

/** The form of SageMaker's API: it has no network without both lists. */
export interface VpcConfig {
  readonly Subnets: string[];
  readonly SecurityGroupIds: string[];
}

const NAMES: OptionNames<Network> = { subnets: true, securityGroupIds: true };

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_VpcConfig.html */
const LISTS = {
  subnets: { most: 16, form: /^subnet-[0-9a-f]{8,17}$/, example: 'subnet-0123456789abcdef0' },
  securityGroupIds: { most: 5, form: /^sg-[0-9a-f]{8,17}$/, example: 'sg-0123456789abcdef0' },
} as const;

/** Says what is wrong with the option `network`; an empty list if nothing is. */
export function networkProblems(network: Network | undefined): string[] {
  if (network === undefined) return [];
  if (typeof network !== 'object' || network === null) {
    return [`network must be { subnets: ['${LISTS.subnets.example}'], securityGroupIds: ['…'] }, not ${network}.`];
  }
  const isolation = Object.keys(network).filter((name) => /isolat/i.test(name));
  const unknown = unknownOptions(network, NAMES).filter((problem) => !isolation.some((name) => problem.includes(name)));
  return [
    ...isolation.map(
      (name) =>
        `network.${name} cannot be used: an isolated container reaches neither Snowflake nor Secrets Manager. Limit the network by subnets and security groups.`,
    ),
    ...unknown.map((problem) => `In network, ${problem}`),
    ...listProblems(network, 'subnets'),
    ...listProblems(network, 'securityGroupIds'),
  ];
}

function listProblems(network: Network, name: keyof Network): string[] {
  const { most, form, example } = LISTS[name];
  const ids: unknown = network[name];
  const isList = Array.isArray(ids) && ids.length >= 1 && ids.length <= most;
  if (!isList) {
    const both = 'SageMaker needs subnets and security groups together.';
    return [`network.${name} must be a list of 1 to ${most} IDs, such as ['${example}']. ${both}`];
  }
  return ids
    .filter((id) => typeof id !== 'string' || !form.test(id))
    .map((id) => `network.${name} holds ${JSON.stringify(id)}, which is no ID such as ${example}.`);
}

export function vpcConfigOf({ subnets, securityGroupIds }: Network): VpcConfig {
  return { Subnets: [...subnets], SecurityGroupIds: [...securityGroupIds] };
}

/** The network that SageMaker describes; undefined if the container runs in SageMaker's own. */
export function networkOf(config?: { readonly Subnets?: string[]; readonly SecurityGroupIds?: string[] }) {
  const { Subnets: subnets = [], SecurityGroupIds: securityGroupIds = [] } = config ?? {};
  return subnets.length === 0 ? undefined : ({ subnets, securityGroupIds } satisfies Network);
}

/** Whether both are the same network, in any order. */
export function isSameNetwork(one: Network | undefined, other: Network | undefined): boolean {
  const textOf = (network: Network | undefined): string =>
    network === undefined ? '' : JSON.stringify([network.subnets.toSorted(), network.securityGroupIds.toSorted()]);
  return textOf(one) === textOf(other);
}
