import type { AccountCheck, CheckName } from './account-check';
import { bucketCheck } from './aws/bucket';
import { identityCheck } from './aws/identity';
import { logsCheck } from './aws/logs';
import { permissionsCheck } from './aws/permissions';
import { quotasCheck } from './aws/quotas';
import { repositoryCheck } from './aws/repository';
import { roleCheck } from './aws/role';
import { settingsCheck } from './settings';
import { abortAtOnceCheck, abortLaterCheck } from './snowflake/abort';
import { credentialsCheck } from './snowflake/credentials';
import { grantsCheck } from './snowflake/grants';
import { hostsCheck } from './snowflake/hosts';
import { loginCheck } from './snowflake/login';
import { resultFilesCheck } from './snowflake/result-files';
import { resultFormatCheck } from './snowflake/result-format';
import { valuesCheck } from './snowflake/values';
import { warehouseCheck } from './snowflake/warehouse';
import { templateCheck } from './stack/template';
import { imageCheck } from './training/image';
import { jobCheck } from './training/job';
import { modelCheck } from './training/model';

/** All checks, the cheapest first: what costs nothing, what a warehouse bills, and what hosts bill. */
export const CHECKS: readonly AccountCheck[] = [
  settingsCheck,
  identityCheck,
  roleCheck,
  permissionsCheck,
  quotasCheck,
  bucketCheck,
  logsCheck,
  repositoryCheck,
  credentialsCheck,
  loginCheck,
  hostsCheck,
  warehouseCheck,
  grantsCheck,
  valuesCheck,
  resultFilesCheck,
  resultFormatCheck,
  abortAtOnceCheck,
  abortLaterCheck,
  imageCheck,
  modelCheck,
  jobCheck,
  templateCheck,
];

/** The checks of these names, together with those that they need, in their order; all checks without names. */
export function checksFor(names: readonly CheckName[]): readonly AccountCheck[] {
  if (names.length === 0) return CHECKS;
  const wanted = new Set(names);
  // A check needs only checks above it.
  for (const { name, needs } of CHECKS.toReversed()) {
    if (!wanted.has(name)) continue;
    for (const needed of needs) wanted.add(needed);
  }
  return CHECKS.filter(({ name }) => wanted.has(name));
}
