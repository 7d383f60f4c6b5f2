import { largestOf } from '../values/extremes';
import type { AccountUnderCheck } from './account-under-check';
import type { BilledUse } from './prices';

/** What one check found out. `unknown`: the account does not let us know, and that need not be a fault. */
export interface Finding {
  readonly outcome: 'passed' | 'failed' | 'unknown';
  /** What the check proved, or what it met. */
  readonly found: string;
  /** What to do next. */
  readonly fix?: string;
}

/** One question to an account, with what the answer costs. */
export interface AccountCheck {
  readonly name: CheckName;
  /** What is known once it has passed: completes "shows …". */
  readonly proves: string;
  /** Checks that must have passed before this one; without them its own failure would mislead. */
  readonly needs: readonly CheckName[];
  /** What is billed, at most; left out for checks that cost nothing. */
  readonly uses?: BilledUse;
  /** The check has failed when it takes longer. @default 60 */
  readonly limitSeconds?: number;
  run(account: AccountUnderCheck, signal: AbortSignal): Promise<Finding>;
}

/** Names of all checks, in the order in which they run. */
export const CHECK_NAMES = [
  'settings',
  'identity',
  'role',
  'permissions',
  'quotas',
  'bucket',
  'logs',
  'repository',
  'credentials',
  'login',
  'hosts',
  'warehouse',
  'grants',
  'values',
  'result-files',
  'result-format',
  'abort-at-once',
  'abort-later',
  'image',
  'model',
  'job',
  'template',
] as const;

/** Characters of the longest name, so that columns stand below each other. */
export const NAME_WIDTH = largestOf(CHECK_NAMES.map((name) => name.length));

export type CheckName = (typeof CHECK_NAMES)[number];

export function passed(found: string): Finding {
  return { outcome: 'passed', found };
}

export function failed(found: string, fix: string): Finding {
  return { outcome: 'failed', found, fix };
}

export function unknown(found: string, fix?: string): Finding {
  return { outcome: 'unknown', found, ...(fix !== undefined && { fix }) };
}
