import { UserError } from '../../errors';
import type { ResultFormat } from '../result/manifest';

/** How the rows of a SELECT come. */
export interface ResultOptions {
  /**
   * Asks Snowflake for the rows as JSON or as columns of Arrow, which is faster and has all digits of FLOAT. Snowflake may
   * answer JSON all the same, which is then read. No real account has been seen to answer Arrow to this driver yet:
   * `npx kernel-helpers check-account --spend 1 --only result-format` tells what yours does.
   * @default what the account does for this driver: JSON
   */
  readonly resultFormat?: ResultFormat;
  /**
   * Gives FLOAT columns every bit. JSON results have 15 digits of a FLOAT, so its last bits are lost. The rows come as
   * Arrow where Snowflake does that, else as `TO_VARCHAR(column, 'TME')` over your SELECT, which must then end without
   * ORDER BY. Statements other than SELECT, WITH and VALUES are refused by `execute()`, and run as they are where the
   * connection has the option.
   * @default false
   */
  readonly exactFloats?: boolean;
}

/** A sentence for each value that is none of the option. */
export function resultProblems({ resultFormat, exactFloats }: ResultOptions): readonly string[] {
  const isFormat = resultFormat === undefined || ['json', 'arrow'].includes(resultFormat);
  const isFlag = exactFloats === undefined || typeof exactFloats === 'boolean';
  return [
    ...(isFormat ? [] : [`\`resultFormat\` must be 'json' or 'arrow', not ${String(resultFormat)}.`]),
    ...(isFlag ? [] : [`\`exactFloats\` must be true or false, not ${String(exactFloats)}.`]),
  ];
}

/** Throws a UserError for a wrong value. */
export function checkResultOptions(caller: string, options: ResultOptions): void {
  const problems = resultProblems(options);
  if (problems.length > 0) throw new UserError(`${caller} cannot use its options: ${problems.join(' ')}`);
}
