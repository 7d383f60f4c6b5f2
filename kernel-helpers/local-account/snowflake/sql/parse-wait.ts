import { SnowflakeError, unsupported } from '../snowflake-error';
import type { Wait } from './statement';
import type { TokenReader } from './token-reader';

const FUNCTION = 'SYSTEM$WAIT';

/** Units of https://docs.snowflake.com/en/sql-reference/functions/system_wait in milliseconds. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ['DAYS', 86_400_000],
  ['HOURS', 3_600_000],
  ['MINUTES', 60_000],
  ['SECONDS', 1000],
  ['MILLISECONDS', 1],
  ['MICROSECONDS', 1e-3],
  ['NANOSECONDS', 1e-6],
]);

/** True for a select that begins with the function. */
export function selectsWait(reader: TokenReader): boolean {
  return reader.sees('SELECT', FUNCTION);
}

/** `CALL SYSTEM$WAIT(10)`, `SELECT SYSTEM$WAIT(2, 'MINUTES')`. */
export function parseWait(reader: TokenReader): Wait {
  const isCall = reader.word() === 'CALL';
  if (!reader.sees(FUNCTION)) throw unsupported(`CALL ${reader.path().join('.')}`);
  const written = reader.rest.toUpperCase();
  reader.expect(FUNCTION);
  const [amount, unit = 'SECONDS'] = reader.group().list((argument) => argument.literal());
  if (!reader.ended) throw unsupported(`${FUNCTION} together with other expressions`);
  const milliseconds = Number(amount) * (UNITS.get(unit.toUpperCase()) ?? Number.NaN);
  if (!(milliseconds >= 0))
    throw new SnowflakeError('001014', '22023', `SQL compilation error:\ninvalid value in ${written}`);
  const said = `waited ${Number(amount)} ${unit.toLowerCase()}`;
  return { kind: 'wait', milliseconds, said, columnName: isCall ? FUNCTION : written };
}
