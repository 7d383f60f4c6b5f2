import { currentSignal } from '../display/kernel-bridge';
import { checkAws, checkBucket, checkRole, checkSecret, checkSnowflake } from './check-accounts';
import { checkKernel, checkNode, checkPackages } from './check-machine';
import { attempt } from './setup-check';
import { SetupReport } from './setup-report';

/** A check that has not answered after so long counts as failed. */
const MAX_SECONDS = 20;

export interface CheckSetupOptions {
  /** Stops the checks. @default the signal of the running cell */
  readonly signal?: AbortSignal;
}

/**
 * Looks at versions, packages, accounts, the secret and the role, and says which accounts are in use, local or real.
 * A check that fails is a line with its fix, never an error. Nothing is made and no warehouse is started.
 */
export async function checkSetup({ signal = currentSignal() }: CheckSetupOptions = {}): Promise<SetupReport> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(MAX_SECONDS * 1000)]);
  const checks = await Promise.all([
    attempt('Node.js', async () => checkNode()),
    attempt('Kernel', async () => checkKernel()),
    attempt('Packages', async () => checkPackages()),
    attempt('AWS', () => checkAws('AWS', limit)),
    attempt('Secret', () => checkSecret('Secret', limit)),
    attempt('Snowflake', () => checkSnowflake('Snowflake', limit)),
    attempt('Role for jobs', () => checkRole('Role for jobs')),
    attempt('Default bucket', () => checkBucket('Default bucket', limit)),
  ]);
  signal.throwIfAborted();
  return new SetupReport(checks);
}
