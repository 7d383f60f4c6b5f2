/** A quota that a call would have exceeded, as AWS's error says it. */
export interface ExceededQuota {
  /** AWS's name: `ml.m5.2xlarge for training job usage`. */
  readonly name: string;
  readonly limit: number;
  readonly used: number;
  readonly asked: number;
}

/** The list of SageMaker's quotas in AWS's console, where more can be asked for. */
export const QUOTAS_CONSOLE = 'https://console.aws.amazon.com/servicequotas/home/services/sagemaker/quotas';

/** SageMaker has a text only, always in this form: https://github.com/zenml-io/zenml/issues/847 */
const EXCEEDED =
  /service limit '([^']+)' is (\d+) Instances, with current utilization of (\d+) Instances and a request delta of (\d+) Instances/;

/** The quota that a message of SageMaker names; undefined if it names none. */
export function exceededQuota(message: string): ExceededQuota | undefined {
  const [, name, limit, used, asked] = EXCEEDED.exec(message) ?? [];
  return name === undefined ? undefined : { name, limit: Number(limit), used: Number(used), asked: Number(asked) };
}

/** What such a message says, in few words. */
export function quotaText({ name, limit, used, asked }: ExceededQuota): string {
  return `this account's quota "${name}" is ${limit}, of which ${used} are in use, and this needs ${asked}.`;
}
