import { InternalError, messageOf } from 'kernel-helpers/errors';
import { fromPhysicalName } from '../identifiers';
import { canceled, SnowflakeError, tooLarge, translatorFault, unsupported } from '../snowflake-error';
import type { Fault } from './fault';
import { FAULTS_OF_CLAUSES } from './faults-of-clauses';
import { FAULTS_OF_NAMES } from './faults-of-names';
import { FAULTS_OF_VALUES } from './faults-of-values';

/** What the user did wrong; the first that fits counts. */
const FAULTS: readonly Fault[] = [...FAULTS_OF_NAMES, ...FAULTS_OF_CLAUSES, ...FAULTS_OF_VALUES];

/** What is no fault of a statement at all. */
const CIRCUMSTANCES: readonly (readonly [RegExp, () => SnowflakeError])[] = [
  [/^INTERRUPT Error/, canceled],
  [
    /Current transaction is aborted/,
    () =>
      new SnowflakeError(
        '000603',
        '25P02',
        'A statement of this transaction failed while it ran, and the local account gave the transaction up. Roll back.',
      ),
  ],
  [
    /^TransactionContext Error: Conflict|write-write conflict/i,
    () =>
      new SnowflakeError(
        '000625',
        '57014',
        'Another transaction changed the same rows. The local account does not wait for locks: roll back and run it again.',
      ),
  ],
  [
    /^Out of Memory Error|failed to (?:allocate|offload|pin)|max_temp_directory_size|No space left/i,
    () => tooLarge('memory and temporary space'),
  ],
  [/^Not implemented Error/, () => unsupported('this combination of expressions')],
];

/** An error of our own macros: `error('snowflake 100037 22018 Boolean value …')`. */
const SAID_BY_MACRO = /snowflake (\d{6}) (\w{5}) ([^\n]*)/;

/** Says in Snowflake's words (code, SQL state, message) why DuckDB refused a statement. No text of DuckDB's goes through. */
export function explainDuckdbError(error: unknown): SnowflakeError {
  if (error instanceof SnowflakeError) return error;
  if (error instanceof InternalError) return translatorFault(error);
  const message = fromPhysicalName(messageOf(error));
  const [, code, sqlState, said] = SAID_BY_MACRO.exec(message) ?? [];
  if (code !== undefined && sqlState !== undefined && said !== undefined)
    return new SnowflakeError(code, sqlState, said);
  for (const [pattern, explain] of CIRCUMSTANCES) if (pattern.test(message)) return explain();
  for (const [pattern, explain] of FAULTS) {
    const match = pattern.exec(message);
    if (match !== null)
      return explain(
        ...match
          .slice(1)
          .filter((group) => group !== undefined)
          .map(shorten),
      );
  }
  return translatorFault(error);
}

const LONGEST = 300;

/** Values may be long. */
function shorten(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
