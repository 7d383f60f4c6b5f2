import { createInterface } from 'node:readline/promises';
import { inspect, styleText } from 'node:util';
import { isLocalAccount } from 'kernel-helpers/aws/clients';
import { checkAccounts } from 'kernel-helpers/doctor/check-setup';
import { SetupReport } from 'kernel-helpers/doctor/setup-report';
import { UserError } from 'kernel-helpers/errors';

export interface RealAccountsOptions {
  /** Completes the question "… on these accounts?": for example `Start JupyterLab`. */
  readonly doing: string;
  /** The user has said yes on the command line already. */
  readonly yes: boolean;
  readonly signal: AbortSignal;
}

/**
 * Says which accounts the environment names and whether they let us in, and asks once whether to go on.
 * Throws a UserError if the environment names the local account, or if the answer is not yes.
 */
export async function agreeOnRealAccounts({ doing, yes, signal }: RealAccountsOptions): Promise<void> {
  if (isLocalAccount()) {
    throw new UserError(
      'The environment names the local account: AWS_ENDPOINT_URL is an address of this machine. For your own accounts open a new terminal without it; for the local account leave out --account real.',
    );
  }
  if (!yes && !process.stdin.isTTY) {
    throw new UserError(`${doing} on real accounts needs your consent, and there is no terminal to ask. Add --yes.`);
  }
  console.log("Looking at the environment's accounts …");
  const report = new SetupReport(await checkAccounts(signal));
  signal.throwIfAborted();
  console.log(inspect(report));
  console.log(inRed('REAL ACCOUNTS: what you run here works on your own AWS and Snowflake accounts and costs money.'));
  if (!yes && !(await isYes(questionOf(doing, report), signal))) throw new UserError('Nothing was started.');
}

/** Text that a terminal shows in red; NO_COLOR is respected. */
export function inRed(text: string): string {
  return process.stdout.isTTY && process.stdout.hasColors() ? styleText(['bold', 'red'], text) : text;
}

function questionOf(doing: string, { checks }: SetupReport): string {
  const missing = checks.filter(({ ok }) => !ok).length;
  const warning = missing === 0 ? '' : `${missing} of ${checks.length} checks are not ready. `;
  return `${warning}${doing} on these accounts? [y/N] `;
}

/** The end of the input (Ctrl-D) counts as no. */
async function isYes(question: string, signal: AbortSignal): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const ended = new AbortController();
  terminal.once('close', () => ended.abort());
  // While the terminal is read, Ctrl-C is a key and no signal.
  terminal.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    const answer = await terminal.question(question, { signal: AbortSignal.any([signal, ended.signal]) });
    return /^\s*y(es)?\s*$/i.test(answer);
  } catch (error) {
    signal.throwIfAborted();
    if (ended.signal.aborted) return false;
    throw error;
  } finally {
    terminal.close();
  }
}
