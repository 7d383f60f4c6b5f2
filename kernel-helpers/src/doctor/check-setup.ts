import { checkAws, checkBucket, checkRole, checkSecret, checkSnowflake } from './check-accounts';
import { checkInstallation } from './check-installation';
import { checkKernel, checkNode, checkPackages, type RunningKernel } from './check-machine';
import { checkQuotas } from './check-quotas';
import { attempt, type SetupCheck } from './setup-check';
import { SetupReport } from './setup-report';

/** A check that takes longer than this counts as failed. */
const MAX_SECONDS = 20;

/**
 * Looks at versions, packages, accounts, the secret, the role and the quotas for the example's machines, and says which accounts are in use, local or real.
 * A check that fails becomes a line with its fix, never an error. The checks make nothing and start no warehouse.
 */
export async function checkWholeSetup(kernel: RunningKernel, signal: AbortSignal): Promise<SetupReport> {
  const checks = await Promise.all([
    attempt('Node.js', async () => checkNode()),
    attempt('Kernel', async () => checkKernel(kernel)),
    checkInstallation({ isRunning: kernel === 'ours' }),
    attempt('Packages', async () => checkPackages()),
    checkAccounts(signal),
  ]);
  signal.throwIfAborted();
  return new SetupReport(checks.flat());
}

/** Which accounts are in use, and whether they let us in. */
export function checkAccounts(signal: AbortSignal): Promise<readonly SetupCheck[]> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(MAX_SECONDS * 1000)]);
  return Promise.all([
    attempt('AWS', () => checkAws('AWS', limit)),
    attempt('Secret', () => checkSecret('Secret', limit)),
    attempt('Snowflake', () => checkSnowflake('Snowflake', limit)),
    attempt('Role for jobs', () => checkRole('Role for jobs')),
    attempt('Bucket', () => checkBucket('Bucket', limit)),
    attempt('Quotas', () => checkQuotas('Quotas', limit)),
  ]);
}
