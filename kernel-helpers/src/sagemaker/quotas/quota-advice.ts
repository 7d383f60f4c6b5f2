import { awsRegion } from '../../aws/clients';
import { QUOTAS_CONSOLE } from '../../aws/exceeded-quota';
import { type InstanceQuotas, type InstanceUsage, type NeededInstances, quotaName } from './read-quotas';

/** Families for general use. */
const GENERAL = /^ml\.[cmrt]\d/;
/** Graviton: processors of another kind, on which the training image does not run. */
const ARM = /^ml\.[a-z]\d+g/;
const MAX_NAMED = 4;
const SIZES = ['medium', 'large', 'xlarge'];

/**
 * How to get a larger quota: also by a command if AWS's code of the quota is known. "Smaller increases are usually
 * automatically approved while larger requests are submitted to Support"
 * (https://docs.aws.amazon.com/servicequotas/latest/userguide/request-quota-increase.html).
 */
export function howToAskForMore({ usage, type, count }: NeededInstances, quotas?: InstanceQuotas): string {
  const name = quotaName(usage, type);
  const code = quotas?.[usage].get(type)?.code;
  const command =
    code === undefined
      ? ''
      : ` or with aws service-quotas request-service-quota-increase --service-code sagemaker --quota-code ${code} --desired-value ${count}${regionOption()}`;
  return `Ask for ${count} of the quota "${name}" at ${QUOTAS_CONSOLE}${command}; small increases are usually approved automatically.`;
}

/** Quotas are those of one region, and the AWS CLI may have another one in its settings. */
function regionOption(): string {
  const region = awsRegion();
  return region === undefined ? '' : ` --region ${region}`;
}

/** Which types the account may use instead; a new account's where its quotas are not known. */
export function otherTypes({ usage, count }: NeededInstances, quotas?: InstanceQuotas): string {
  const action = usage === 'training' ? 'train' : 'deploy';
  if (quotas === undefined) return OF_NEW_ACCOUNTS[usage];
  const enough = [...quotas[usage]].filter(
    ([type, { limit }]) => limit >= count && GENERAL.test(type) && !ARM.test(type),
  );
  if (enough.length === 0) return `This account may ${action} on ${count} machines of no other type for general use.`;
  const named = enough
    .map(([type]) => type)
    .sort((one, other) => sizeOf(one) - sizeOf(other) || one.localeCompare(other));
  return `This account may ${action} on ${count} × ${named.slice(0, MAX_NAMED).join(', or ')}.`;
}

/** The defaults of https://docs.aws.amazon.com/general/latest/gr/sagemaker.html in November 2026. */
const OF_NEW_ACCOUNTS: Readonly<Record<InstanceUsage, string>> = {
  training:
    'New accounts have no quota for training on any type; ask first for few machines of a small one, such as ml.m5.large.',
  endpoints: 'New accounts may deploy on 2 × ml.t2.medium.',
};

/** The place of a type in the order of sizes: medium, large, xlarge, 2xlarge, … */
function sizeOf(type: string): number {
  const size = type.split('.')[2] ?? '';
  const place = SIZES.indexOf(size);
  return place === -1 ? SIZES.length + Number.parseInt(size, 10) : place;
}
