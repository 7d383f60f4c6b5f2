import { kernelBridge } from '../cell/kernel-bridge';
import { canReplaceOutputs } from '../display/show';
import type { RunningKernel } from '../doctor/check-machine';
import { checkWholeSetup } from '../doctor/check-setup';
import type { SetupReport } from '../doctor/setup-report';
import { checkOptionNames } from '../option-names';
import { inCell } from './in-cell';

export interface CheckSetupOptions {
  /** Stops the checks. @default the signal of the running cell */
  readonly signal?: AbortSignal;
}

/**
 * Looks at versions, packages, accounts, the secret, the role and the quotas for the example's machines, and says which accounts are in use, local or real.
 * A check that fails becomes a line with its fix, never an error. The checks make nothing and start no warehouse.
 */
export async function checkSetup(options: CheckSetupOptions = {}): Promise<SetupReport> {
  checkOptionNames('checkSetup()', options, { signal: true });
  return await checkWholeSetup(runningKernel(), inCell(options.signal).signal);
}

/** Outputs can be replaced in our kernel and in stock tslab only. */
function runningKernel(): RunningKernel {
  if (kernelBridge() !== undefined) return 'ours';
  return canReplaceOutputs() ? 'stock tslab' : 'none';
}
