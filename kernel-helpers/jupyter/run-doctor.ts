import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { inspect } from 'node:util';
import { checkInstallation } from 'kernel-helpers/doctor/check-installation';
import { checkNode, checkPackages } from 'kernel-helpers/doctor/check-machine';
import { checkAccounts } from 'kernel-helpers/doctor/check-setup';
import { SetupReport } from 'kernel-helpers/doctor/setup-report';
import { UserError } from 'kernel-helpers/errors';
import { untilInterrupted } from './interruption';

export interface DoctorFlags {
  readonly prefix?: string;
  readonly accounts?: boolean;
}

/** Says what is ready on this machine and what to do about the rest. Resolves to 1 when something is wrong. */
export async function runDoctor({ prefix, accounts }: DoctorFlags): Promise<number> {
  if (prefix !== undefined && !existsSync(prefix)) throw new UserError(`There is no folder ${resolve(prefix)}.`);
  const checks = await untilInterrupted(async (signal) => [
    checkNode(),
    ...(await checkInstallation({ prefix: prefix && resolve(prefix), details: true })),
    checkPackages(),
    ...(accounts === true ? await checkAccounts(signal) : []),
  ]);
  const report = new SetupReport(checks);
  console.log(inspect(report));
  return report.ok ? 0 : 1;
}
