import { release, type } from 'node:os';
import { accountsInUse } from './account-under-check';
import type { AccountResult } from './check-account';
import { resultText, summaryText } from './result-text';

/** A report that may be sent to others: what the checks found, without names, numbers and secrets of the accounts. */
export function reportText(result: AccountResult): string {
  const { results } = result;
  const { aws, snowflake } = accountsInUse();
  const { version: driver } = require('snowflake-sdk/package.json') as { readonly version: string };
  const lines = [
    `check-account, snowflake-sdk ${driver}, Node.js ${process.versions.node}, ${type()} ${release()}`,
    `AWS: ${aws}. Snowflake: ${snowflake}.`,
    '',
    ...results.map(resultText),
    '',
    summaryText(result),
  ];
  return `${result.redact(lines.join('\n'))}\n`;
}
