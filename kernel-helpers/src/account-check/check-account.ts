import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '../errors';
import { type AccountCheck, type CheckName, type Finding, failed } from './account-check';
import { AccountUnderCheck } from './account-under-check';
import { REMOVAL_LIMIT_SECONDS, type Removal } from './made-things';
import { dollarsOf, shownDollars } from './prices';

/** What became of one check. `skipped`: another check failed that it needs, or it would cost too much. */
export interface CheckResult {
  readonly name: CheckName;
  readonly outcome: Finding['outcome'] | 'skipped';
  readonly found: string;
  readonly fix?: string;
  readonly seconds: number;
  /** The most that it may have cost, in US dollars. */
  readonly dollars: number;
}

export interface AccountResult {
  readonly results: readonly CheckResult[];
  readonly removal: Removal;
  /** Takes the names, numbers and secrets of the accounts out of a text. */
  readonly redact: (text: string) => string;
}

export interface CheckAccountOptions {
  /** What the checks may cost together, in US dollars. */
  readonly spendDollars: number;
  readonly signal: AbortSignal;
  /** Called before each check that runs. */
  readonly onStart?: (name: CheckName, dollars: number) => void;
  /** Says how far the running check, or the removal at the end, is. */
  readonly onProgress?: (progress: string) => void;
  readonly onResult?: (result: CheckResult) => void;
}

const LIMIT_SECONDS = 60;
/** How long a check that was told to stop may take to say what it has made. */
const GRACE_SECONDS = 15;

/**
 * Runs checks one after another on the accounts that the environment names, and deletes what they made, also after an
 * abort. The promise is fulfilled whatever the checks find; after an abort the checks that are left have no result.
 */
export async function checkAccount(
  checks: readonly AccountCheck[],
  { spendDollars, signal, onStart, onProgress = () => {}, onResult }: CheckAccountOptions,
): Promise<AccountResult> {
  const account = new AccountUnderCheck(signal, onProgress);
  const results: CheckResult[] = [];
  let warehouseRuns = false;
  for (const check of checks) {
    if (signal.aborted) break;
    const dollars = dollarsOf(check.uses ?? {}, account.warehouse, { warehouseRuns });
    const reason = whyNot(check, results) ?? tooDear(dollars, spendDollars - sumOf(results));
    if (reason === undefined) onStart?.(check.name, dollars);
    const result = reason === undefined ? await timed(check, account, signal, dollars) : skipped(check, reason);
    if (signal.aborted) break;
    warehouseRuns ||= result.dollars > 0 && check.uses?.warehouseSeconds !== undefined;
    results.push(result);
    onResult?.(result);
  }
  const removal = await account.made.removeAll(AbortSignal.timeout(REMOVAL_LIMIT_SECONDS * 1000));
  await account.close();
  return { results, removal, redact: (text) => account.redactor.redact(text) };
}

/** The first check that this one needs and that has not passed. What is not known may well be fine. */
function whyNot({ needs }: AccountCheck, results: readonly CheckResult[]): string | undefined {
  const broken = results.find(({ name, outcome }) => needs.includes(name) && isBroken(outcome));
  return broken === undefined ? undefined : `not checked, because ${broken.name} ${verbOf(broken.outcome)}`;
}

function isBroken(outcome: CheckResult['outcome']): boolean {
  return outcome === 'failed' || outcome === 'skipped';
}

function verbOf(outcome: CheckResult['outcome']): string {
  return outcome === 'failed' ? 'failed' : 'was not checked';
}

function tooDear(dollars: number, leftDollars: number): string | undefined {
  if (dollars <= leftDollars) return undefined;
  return `not run: it may cost ${shownDollars(dollars)}, and ${shownDollars(leftDollars)} is left to spend`;
}

function skipped({ name }: AccountCheck, found: string): CheckResult {
  return { name, outcome: 'skipped', found, seconds: 0, dollars: 0 };
}

function sumOf(results: readonly CheckResult[]): number {
  return results.reduce((sum, { dollars }) => sum + dollars, 0);
}

async function timed(
  check: AccountCheck,
  account: AccountUnderCheck,
  signal: AbortSignal,
  dollars: number,
): Promise<CheckResult> {
  const startedAt = performance.now();
  const finding = await findingOf(check, account, signal);
  return { name: check.name, ...finding, seconds: (performance.now() - startedAt) / 1000, dollars };
}

/** Whatever a check throws becomes a finding with the error's own advice. */
async function findingOf(check: AccountCheck, account: AccountUnderCheck, signal: AbortSignal): Promise<Finding> {
  const { limitSeconds = LIMIT_SECONDS } = check;
  const limit = AbortSignal.timeout(limitSeconds * 1000);
  const either = AbortSignal.any([signal, limit]);
  try {
    return await orGiveUp(check.run(account, either), either);
  } catch (error) {
    if (limit.aborted)
      return failed(`no answer within ${limitSeconds} s`, 'Check the network, a proxy and a firewall.');
    return failed('not ready', messageOf(error));
  }
}

/** Waits a little longer than the signal, because only the work itself knows what it has made. */
async function orGiveUp<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  const settled = new AbortController();
  const tooLate = async (): Promise<never> => {
    await once(signal, 'abort', { signal: settled.signal });
    await delay(GRACE_SECONDS * 1000, undefined, { signal: settled.signal });
    throw signal.reason;
  };
  try {
    return await Promise.race([work, tooLate()]);
  } finally {
    settled.abort();
  }
}
