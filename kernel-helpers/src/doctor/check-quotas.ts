import { isAccessDenied } from '../aws/call-aws';
import { messageOf } from '../errors';
import { howToAskForMore, otherTypes } from '../sagemaker/quotas/quota-advice';
import { limitOf, type NeededInstances, readQuotas } from '../sagemaker/quotas/read-quotas';
import { failed, passed, type SetupCheck } from './setup-check';

/** The machines of the example notebook. */
export const EXAMPLE_INSTANCES: readonly NeededInstances[] = [
  { usage: 'training', type: 'ml.m5.large', count: 2 },
  { usage: 'endpoints', type: 'ml.t2.medium', count: 1 },
];

/** Whether the account may use the machines of the example. It may run without the right to ask. */
export async function checkQuotas(name: string, signal: AbortSignal): Promise<SetupCheck> {
  const quotas = await readQuotas(EXAMPLE_INSTANCES, signal).catch((error: unknown) => notKnown(name, error));
  if ('ok' in quotas) return quotas;
  const found = EXAMPLE_INSTANCES.map(
    ({ usage, type }) => `${limitOf(quotas, usage, type)} × ${type} for ${usage}`,
  ).join(', ');
  const missing = EXAMPLE_INSTANCES.filter(({ usage, type, count }) => limitOf(quotas, usage, type) < count);
  if (missing.length === 0) return passed(name, found);
  const fixes = missing.flatMap((needed) => [howToAskForMore(needed, quotas), otherTypes(needed, quotas)]);
  return failed(name, found, fixes.join(' '));
}

function notKnown(name: string, error: unknown): SetupCheck {
  const found = isAccessDenied(error) ? 'not known, because Service Quotas may not be asked' : 'not known';
  return { name, ok: true, found, fix: messageOf(error) };
}
