import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ServiceError } from './service-error';

/** How many instances a new quota allows: on this machine they are processes. */
const DEFAULT_QUOTA = 20;
const USAGES = ['training job usage', 'endpoint usage'] as const;

/** What instances are used for, in the words of the quotas' names. */
export type QuotaUsage = (typeof USAGES)[number];

/** The quota and what counts against it. */
export interface QuotaRequest {
  readonly instanceType: string;
  readonly usage: QuotaUsage;
  readonly used: number;
  readonly asked: number;
}

/** What keeps a request from getting its instances: its account's quotas, and what the service has. */
export interface InstanceLimits {
  readonly quotas: Quotas;
  /** Types of which the service has no free machine now. */
  readonly typesWithoutCapacity: readonly string[];
}

/** The quotas for instances of this account. They are given by name: `ml.m5.2xlarge for training job usage`. */
export class Quotas {
  constructor(private readonly applied: Readonly<Record<string, number>> = {}) {}

  /**
   * @throws ServiceError ResourceLimitExceeded in SageMaker's words, as in
   * https://huggingface.co/blog/deepseek-r1-aws and many reports of CreateTrainingJob and CreateEndpoint.
   */
  check({ instanceType, usage, used, asked }: QuotaRequest): void {
    const name = `${instanceType} for ${usage}`;
    const limit = this.applied[name] ?? DEFAULT_QUOTA;
    if (used + asked <= limit) return;
    throw new ServiceError(
      'ResourceLimitExceeded',
      `The account-level service limit '${name}' is ${limit} Instances, with current utilization of ${used} Instances and a request delta of ${asked} Instances. Please use AWS Service Quotas to request an increase for this quota. If AWS Service Quotas is not available, contact AWS support to request an increase for this quota.`,
    );
  }

  /**
   * The operations of Service Quotas that are offered, by name. "For some quotas, only the default values are available.
   * If the applied quota value is not available for a quota, the quota is not retrieved." (API reference,
   * ListServiceQuotas): here these are the quotas that nobody has changed.
   */
  operations(instanceTypes: Readonly<Record<QuotaUsage, readonly string[]>>) {
    const names = USAGES.flatMap((usage) => instanceTypes[usage].map((type) => `${type} for ${usage}`)).sort();
    return {
      ListServiceQuotas: (input: unknown) => {
        const applied = names.filter((name) => this.applied[name] !== undefined);
        return page(
          input,
          applied.map((name) => quotaOf(name, this.applied[name])),
        );
      },
      ListAWSDefaultServiceQuotas: (input: unknown) =>
        page(
          input,
          names.map((name) => quotaOf(name, DEFAULT_QUOTA)),
        ),
    } satisfies Record<string, (input: unknown) => object>;
  }
}

const inputSchema = z.looseObject({
  ServiceCode: z.string(),
  NextToken: z.string().optional(),
  MaxResults: z.number().min(1).max(100).default(100),
});

function page(input: unknown, quotas: readonly object[]): object {
  const { ServiceCode, NextToken, MaxResults } = inputSchema.parse(input);
  if (ServiceCode !== 'sagemaker')
    throw new ServiceError('NoSuchResourceException', `The local account knows quotas of sagemaker only.`);
  const from = Number(NextToken ?? 0);
  const end = from + MaxResults;
  return { Quotas: quotas.slice(from, end), ...(end < quotas.length && { NextToken: String(end) }) };
}

/** Codes have the form of AWS's, not their values. */
function quotaOf(QuotaName: string, Value: number): object {
  const QuotaCode = `L-${createHash('sha256').update(QuotaName).digest('hex').slice(0, 8).toUpperCase()}`;
  return { ServiceCode: 'sagemaker', QuotaCode, QuotaName, Value, Unit: 'None', Adjustable: true, GlobalQuota: false };
}
