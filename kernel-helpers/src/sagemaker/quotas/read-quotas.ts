import type { ServiceQuota } from '@aws-sdk/client-service-quotas';
import { callAws } from '../../aws/call-aws';
import { awsClients } from '../../aws/clients';
import { awsSdk } from '../../aws/load-sdk';

/** What machines are used for. Each use of each type has a quota of its own. */
export type InstanceUsage = 'training' | 'endpoints';

/** The end of the quotas' names: https://docs.aws.amazon.com/general/latest/gr/sagemaker.html */
const NAME_ENDS = { training: ' for training job usage', endpoints: ' for endpoint usage' } as const;

export interface InstanceQuota {
  /** How many machines of the type may run at once in this account and region. */
  readonly limit: number;
  /** AWS's code of the quota, for requests for more. */
  readonly code: string;
}

/** The quotas of one usage by instance type. */
export type InstanceQuotas = Readonly<Record<InstanceUsage, ReadonlyMap<string, InstanceQuota>>>;

/** AWS's name of a quota: `ml.m5.large for training job usage`. */
export function quotaName(usage: InstanceUsage, instanceType: string): string {
  return `${instanceType}${NAME_ENDS[usage]}`;
}

/** Machines that are wanted at the same time. */
export interface NeededInstances {
  readonly usage: InstanceUsage;
  readonly type: string;
  readonly count: number;
}

/**
 * Asks Service Quotas how many machines of each type this account may use; a denied call is a UserError.
 * Quotas are found by name, in a list of about 20 pages. "If the applied quota value is not available for a quota, the
 * quota is not retrieved" (API reference, ListServiceQuotas): if the list does not allow what is needed, the defaults
 * are read too.
 */
export async function readQuotas(needed: readonly NeededInstances[], signal?: AbortSignal): Promise<InstanceQuotas> {
  const { ListServiceQuotasCommand, ListAWSDefaultServiceQuotasCommand } = awsSdk.serviceQuotas();
  return callAws("read this account's quotas", async () => {
    const client = awsClients.serviceQuotas();
    const applied = await allPages((page) => client.send(new ListServiceQuotasCommand(page), { abortSignal: signal }));
    const quotas = quotasOf(applied);
    const isEnough = needed.every(({ usage, type, count }) => limitOf(quotas, usage, type) >= count);
    if (isEnough) return quotas;
    const defaults = await allPages((page) =>
      client.send(new ListAWSDefaultServiceQuotasCommand(page), { abortSignal: signal }),
    );
    return quotasOf([...defaults, ...applied]);
  });
}

/** How many machines of a type may run; 0 if the account has no such quota. */
export function limitOf(quotas: InstanceQuotas, usage: InstanceUsage, type: string): number {
  return quotas[usage].get(type)?.limit ?? 0;
}

function quotasOf(quotas: readonly ServiceQuota[]): InstanceQuotas {
  return { training: byType(quotas, NAME_ENDS.training), endpoints: byType(quotas, NAME_ENDS.endpoints) };
}

interface PageRequest {
  readonly ServiceCode: string;
  readonly MaxResults: number;
  readonly NextToken?: string;
}

async function allPages(
  list: (page: PageRequest) => Promise<{ readonly Quotas?: ServiceQuota[]; readonly NextToken?: string }>,
): Promise<ServiceQuota[]> {
  const quotas: ServiceQuota[] = [];
  let NextToken: string | undefined;
  do {
    const page = await list({ ServiceCode: 'sagemaker', MaxResults: 100, NextToken });
    for (const quota of page.Quotas ?? []) quotas.push(quota);
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return quotas;
}

/** A later quota of a name replaces an earlier one. */
function byType(quotas: readonly ServiceQuota[], nameEnd: string): ReadonlyMap<string, InstanceQuota> {
  const found = quotas.filter(({ QuotaName = '' }) => QuotaName.startsWith('ml.') && QuotaName.endsWith(nameEnd));
  return new Map(
    found.map(({ QuotaName = '', Value = 0, QuotaCode = '' }) => [
      QuotaName.slice(0, -nameEnd.length),
      { limit: Value, code: QuotaCode },
    ]),
  );
}
