import { writeFileSync } from 'node:fs';
import { CommanderError, InvalidArgumentError } from 'commander';
import { CHECK_NAMES, type CheckName } from 'kernel-helpers/account-check/account-check';
import { checkAccount } from 'kernel-helpers/account-check/check-account';
import { checksFor } from 'kernel-helpers/account-check/checks';
import { planText } from 'kernel-helpers/account-check/plan-text';
import { reportText } from 'kernel-helpers/account-check/report-text';
import { isAllRight, resultText, summaryText } from 'kernel-helpers/account-check/result-text';
import { nearestName } from 'kernel-helpers/nearest-name';
import { untilInterrupted } from './interruption';
import { ProgressOnTerminal } from './progress-on-terminal';

export interface CheckAccountFlags {
  readonly spend: number;
  readonly only: readonly CheckName[];
  readonly json?: boolean;
  readonly report?: string;
}

/** Checks the accounts of the environment, and says so line by line. Resolves to 1 when a check failed. */
export async function runCheckAccount({ spend, only, json = false, report }: CheckAccountFlags): Promise<number> {
  const checks = checksFor(only);
  const writeResult = process.stdout.write.bind(process.stdout);
  // With --json, standard output holds the JSON and nothing else, whatever the helpers that are checked say.
  if (json) process.stdout.write = process.stderr.write.bind(process.stderr);
  const print = (text: string): void => void process.stdout.write(`${text}\n`);
  print(`${planText(checks, spend)}\n`);
  const progress = new ProgressOnTerminal(process.stderr);
  let exitCode = 1;
  await untilInterrupted(async (signal) => {
    const result = await checkAccount(checks, {
      spendDollars: spend,
      signal,
      onStart: (name) => progress.begin(name),
      onProgress: (text) => progress.report(text),
      onResult: (one) => {
        progress.end();
        print(resultText(one));
      },
    });
    progress.end();
    print(`\n${summaryText(result)}`);
    if (report !== undefined) {
      writeFileSync(report, reportText(result));
      print(`The report is in ${report}. Look through it before you send it.`);
    }
    const { results, removal } = result;
    if (json) writeResult(`${JSON.stringify({ ok: isAllRight(result), results, removal })}\n`);
    exitCode = isAllRight(result) ? 0 : 1;
  }).finally(() => progress.end());
  return exitCode;
}

/** Dollars as a number that is not negative. */
export function parseDollars(text: string): number {
  const dollars = Number(text);
  if (text.trim() === '' || !Number.isFinite(dollars) || dollars < 0) {
    throw new InvalidArgumentError('Give a number of US dollars, such as 1 or 0.25.');
  }
  return dollars;
}

/** `values,abort-at-once`. */
export function parseCheckNames(text: string): readonly CheckName[] {
  return text.split(',').map((part) => {
    const name = CHECK_NAMES.find((one) => one === part.trim());
    if (name !== undefined) return name;
    const nearest = nearestName(part.trim(), CHECK_NAMES);
    const advice = nearest === undefined ? `The checks are ${CHECK_NAMES.join(', ')}.` : `Did you mean ${nearest}?`;
    throw new InvalidArgumentError(`There is no check ${JSON.stringify(part)}. ${advice}`);
  });
}

/** Wrong usage has an exit code of its own, since 1 says that a check failed. */
export function asWrongUsage(error: CommanderError): never {
  throw error.exitCode === 0 ? error : new CommanderError(2, error.code, error.message);
}
