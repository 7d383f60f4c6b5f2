import { messageOf } from 'kernel-helpers/errors';
import { fromPhysicalName } from '../identifiers';
import { canceled, SnowflakeError, tooLarge } from '../snowflake-error';

type Explain = (match: RegExpExecArray, line: string) => SnowflakeError;

/** DuckDB's messages and what Snowflake says in the same place. The first that matches wins. */
const EXPLANATIONS: readonly (readonly [RegExp, Explain])[] = [
  [/^INTERRUPT Error/, () => canceled()],
  [
    /Current transaction is aborted/,
    () =>
      new SnowflakeError(
        '000603',
        '25P02',
        'A statement of this transaction failed while it ran, and the local account gave the transaction up. Roll back.',
      ),
  ],
  [/^Out of Memory Error|max_temp_directory_size/, () => tooLarge('memory and temporary space')],
  [/Division by zero/, () => new SnowflakeError('100051', '22012', 'Division by zero')],
  [
    /Referenced column "([^"]+)" (?:was )?not found/,
    ([, name = '']) =>
      new SnowflakeError(
        '000904',
        '42000',
        `SQL compilation error: error line 1\ninvalid identifier '${printColumn(name)}'`,
      ),
  ],
  [
    /(?:Table|Values list) "([^"]+)" does not have a column named "([^"]+)"/,
    ([, table = '', name = '']) =>
      new SnowflakeError(
        '000904',
        '42000',
        `SQL compilation error: error line 1\ninvalid identifier '${printColumn(table)}.${printColumn(name)}'`,
      ),
  ],
  [
    /Referenced table "([^"]+)" not found/,
    ([, name = '']) =>
      new SnowflakeError(
        '000904',
        '42000',
        `SQL compilation error: error line 1\ninvalid identifier '${printColumn(name)}'`,
      ),
  ],
  [
    /(?:Scalar|Table|Aggregate)?\s*Function with name "?([^" ]+)"? does not exist/i,
    ([, name = '']) =>
      new SnowflakeError('002140', '42601', `SQL compilation error:\nUnknown function ${name.toUpperCase()}`),
  ],
  [
    /NOT NULL constraint failed: .*?([^.\s]+)$/m,
    () => new SnowflakeError('100072', '22000', 'NULL result in a non-nullable column'),
  ],
  [
    /Could not convert string '([^']*)' to (?:INT|DOUBLE|FLOAT|DECIMAL|HUGEINT|UINT|BIGINT)/i,
    ([, value = '']) => new SnowflakeError('100038', '22018', `Numeric value '${value}' is not recognized`),
  ],
  [
    /Could not convert string "([^"]*)" to DECIMAL/i,
    ([, value = '']) => new SnowflakeError('100038', '22018', `Numeric value '${value}' is not recognized`),
  ],
  [
    /(?:invalid date field format|date field value out of range): "([^"]*)"/i,
    ([, value = '']) => new SnowflakeError('100040', '22007', `Date '${value}' is not recognized`),
  ],
  [
    /invalid timestamp field format: "([^"]*)"/i,
    ([, value = '']) => new SnowflakeError('100035', '22007', `Timestamp '${value}' is not recognized`),
  ],
  [
    /Could not convert string '([^']*)' to BOOL/i,
    ([, value = '']) => new SnowflakeError('100037', '22018', `Boolean value '${value}' is not recognized`),
  ],
  [/Malformed JSON/, (_match, line) => new SnowflakeError('100069', '22P02', `Error parsing JSON: ${line}`)],
  [
    /CHECK constraint failed/,
    (_match, line) => new SnowflakeError('100078', '22000', `String is too long and would be truncated (${line})`),
  ],
  [
    /(?:Out of Range|Conversion) Error/,
    (_match, line) => new SnowflakeError('100039', '22003', `Value out of range or not convertible: ${line}`),
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
    /^Parser Error/,
    (_match, line) => new SnowflakeError('001003', '42000', `SQL compilation error:\nsyntax error: ${line}`),
  ],
  [
    /^(?:Binder|Catalog|Not implemented|Permission) Error/,
    (_match, line) =>
      new SnowflakeError(
        '000002',
        '0A000',
        `Unsupported feature: the local account cannot run this statement: ${line}`,
      ),
  ],
];

/** Says in Snowflake's words (code, SQL state, message) why DuckDB refused a statement. */
export function explainDuckdbError(error: unknown): SnowflakeError {
  if (error instanceof SnowflakeError) return error;
  const message = fromPhysicalName(messageOf(error));
  const line = firstLine(message);
  for (const [pattern, explain] of EXPLANATIONS) {
    const match = pattern.exec(message);
    if (match !== null) return explain(match, line);
  }
  return new SnowflakeError('000603', 'XX000', `SQL execution internal error: ${line}`, { cause: error });
}

/** DuckDB adds the SQL it ran, which is ours, and sometimes the value, which may be long. */
function firstLine(message: string): string {
  const [line = message] = message.split('\n');
  const [reason = line] = line.split(' when casting from source column');
  return reason.length > LONGEST_LINE ? `${reason.slice(0, LONGEST_LINE)}…` : reason;
}

const LONGEST_LINE = 300;

/** A name as Snowflake prints it inside an error: quoted only when it must be. */
function printColumn(name: string): string {
  return /^[A-Z_][A-Z0-9_$]*$/.test(name) ? name : `"${name}"`;
}
