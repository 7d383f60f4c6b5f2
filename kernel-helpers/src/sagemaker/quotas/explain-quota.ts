import { exceededQuota } from '../../aws/exceeded-quota';
import { hasReason, messageOf, withAdvice } from '../../errors';
import { howToAskForMore, otherTypes } from './quota-advice';
import { type InstanceQuotas, type NeededInstances, readQuotas } from './read-quotas';

const MAX_SECONDS = 20;

/** Makes a call that starts machines; if a quota refuses it, the error says how to get more, and which types would do. */
export async function explainQuota<Result>(needed: NeededInstances, call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof Error) || !hasReason(error, 'quota-exceeded')) throw error;
    const quotas = await quotasIfAllowed(needed);
    const { used = 0 } = exceededQuota(messageOf(error.cause)) ?? {};
    const advice = [howToAskForMore({ ...needed, count: needed.count + used }, quotas), otherTypes(needed, quotas)];
    throw withAdvice(error, advice.join(' '));
  }
}

/** The refusal is what matters: that the quotas cannot be read as well must not hide it. */
async function quotasIfAllowed(needed: NeededInstances): Promise<InstanceQuotas | undefined> {
  try {
    return await readQuotas([needed], AbortSignal.timeout(MAX_SECONDS * 1000));
  } catch {
    // Without the right to read quotas, the advice is that for new accounts.
    return undefined;
  }
}
