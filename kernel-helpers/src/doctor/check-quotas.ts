import { isAccessDenied } from '../aws/call-aws';
import { messageOf } from '../errors';
import { howToAskForMore, type NeededInstances, otherTypes } from '../sagemaker/quotas/quota-advice';
import { type InstanceQuotas, readQuotas } from '../sagemaker/quotas/read-quotas';
import { failed, passed, type SetupCheck } from './setup-check';

/** The machines of the example notebook. */
const NEEDED: readonly NeededInstances[] = [
  { usage: 'training', type: 'ml.m5.large', count: 2 },
  { usage: 'endpoints', type: 'ml.t2.medium', count: 1 },
];

/** Whether the account may use the machines of the example. It may run without the right to ask. */
export async function checkQuotas(name: string, signal: AbortSignal): Promise<SetupCheck> {
  const quotas = await readQuotas(signal).catch((error: unknown) => notKnown(name, error));
  if ('ok' in quotas) return quotas;
  const found = NEEDED.map((needed) => `${limitOf(needed, quotas)} × ${needed.type} for ${needed.usage}`).join(', ');
  const missing = NEEDED.filter((needed) => limitOf(needed, quotas) < needed.count);
  if (missing.length === 0) return passed(name, found);
  const fixes = missing.flatMap((needed) => [howToAskForMore(needed, quotas), otherTypes(needed, quotas)]);
  return failed(name, found, fixes.join(' '));
}

function limitOf({ usage, type }: NeededInstances, quotas: InstanceQuotas): number {
  return quotas[usage].get(type)?.limit ?? 0;
}

function notKnown(name: string, error: unknown): SetupCheck {
  const found = isAccessDenied(error) ? 'not known, because Service Quotas may not be asked' : 'not known';
  return { name, ok: true, found, fix: messageOf(error) };
}
