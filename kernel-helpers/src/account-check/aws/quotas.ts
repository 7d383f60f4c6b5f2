import { checkQuotas } from '../../doctor/check-quotas';
import { type AccountCheck, failed, passed, unknown } from '../account-check';

/** Whether the account may use the machines of the example; new accounts have quotas of 0. */
export const quotasCheck: AccountCheck = {
  name: 'quotas',
  proves: "the account's quotas allow the machines of the example",
  needs: ['identity'],
  async run(_, signal) {
    const { ok, found, fix } = await checkQuotas('quotas', signal);
    if (fix === undefined) return passed(found);
    return ok ? unknown(found, fix) : failed(found, fix);
  },
};
