import { homedir, release, type } from 'node:os';
import { accountsInUse } from '../../account-check/account-under-check';
import { type CheckResult, checkAccount } from '../../account-check/check-account';
import { checksFor } from '../../account-check/checks';
import { checkInstallation } from '../../doctor/check-installation';
import { checkNode, checkPackages } from '../../doctor/check-machine';
import { attempt } from '../../doctor/setup-check';
import type { DoctorCheck, DoctorReport } from '../../sidebar-contract/index';

/** The checks of an account that start no warehouse and make nothing. */
const FREE_CHECKS = checksFor([
  'settings',
  'identity',
  'role',
  'permissions',
  'quotas',
  'bucket',
  'logs',
  'repository',
  'login',
  'hosts',
  'warehouse',
  'grants',
]);

/**
 * Checks this machine, then both accounts, as far as that costs nothing. A check that fails is a line with its fix, never
 * an error.
 * @param report is told of each check as soon as it has ended
 */
export async function runDoctor(report: (check: DoctorCheck) => void, signal: AbortSignal): Promise<DoctorReport> {
  const checks: DoctorCheck[] = [];
  const add = (check: DoctorCheck): void => {
    checks.push(check);
    report(check);
  };
  add(await attempt('Node.js', async () => checkNode()));
  add(await attempt('Packages', async () => checkPackages()));
  for (const check of await checkInstallation({ isRunning: true })) add(check);
  const { redact } = await checkAccount(FREE_CHECKS, {
    spendDollars: 0,
    signal,
    onResult: (result) => add(checkOf(result)),
  });
  signal.throwIfAborted();
  return { checks, redactedText: withoutPaths(redact(reportText(checks))) };
}

/** What is not known may well be fine. What was not checked, because another check failed, is not. */
function checkOf({ name, outcome, found, fix }: CheckResult): DoctorCheck {
  const label = name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', ' ');
  const ok = outcome === 'passed' || outcome === 'unknown';
  return { name: label, ok, found, ...(fix === undefined ? {} : { fix }) };
}

function reportText(checks: readonly DoctorCheck[]): string {
  const { aws, snowflake } = accountsInUse();
  const failures = checks.filter(({ ok }) => !ok).length;
  return [
    `### Tables and jobs: ${checks.length - failures} checks passed, ${failures} failed`,
    '',
    `Node.js ${process.versions.node}, ${type()} ${release()}. AWS: ${aws}. Snowflake: ${snowflake}.`,
    '',
    ...checks.flatMap(({ name, ok, found, fix }) => [
      `- ${ok ? '✓' : '✗'} **${name}**: ${found}`,
      ...(fix === undefined ? [] : [`  - To do: ${fix}`]),
    ]),
    '',
  ].join('\n');
}

/** Absolute paths of Unix and Windows, which may name a person. */
const PATH = /(?:~|(?<![\w<>.:/]))(?:\/[^\s'"`,;:)<>/]+){2,}\/?|\b[A-Za-z]:\\[^\s'"`,;:)<>]+/g;

function withoutPaths(text: string): string {
  return text.replaceAll(homedir(), '~').replace(PATH, '<path>');
}
