import { alreadyExists } from '../snowflake-error';
import type { IfTaken } from '../sql/statement';

/**
 * What CREATE does about an object of that name: null to go on, or the status line of IF NOT EXISTS.
 * Throws Snowflake's "already exists" otherwise.
 */
export function checkNameTaken(taken: boolean, printedName: string, choice: IfTaken): string | null {
  if (!taken || choice.orReplace) return null;
  if (choice.ifNotExists) return `${printedName} already exists, statement succeeded.`;
  throw alreadyExists(printedName);
}
