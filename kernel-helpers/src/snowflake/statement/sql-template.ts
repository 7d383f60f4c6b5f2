import { UserError } from '../../errors';
import { CalendarDate } from '../../values/calendar-date';
import { Decimal } from '../../values/decimal';
import { Timestamp } from '../../values/timestamp';
import type { Bind } from '../session/session';
import { Identifier } from './identifiers';

/** What may stand in `${…}` of the `sql` tag: a value, or a name made by `identifier()`. */
export type SqlValue = Bind | Identifier;

export interface SqlStatement {
  readonly sqlText: string;
  readonly binds: readonly Bind[];
}

/** Turns a template into SQL text with a `?` for each value; only names enter the text itself, quoted. */
export function sqlStatement(strings: readonly string[], values: readonly unknown[]): SqlStatement {
  const binds: Bind[] = [];
  const sqlText = strings.reduce((text, part, index) => {
    const value = values[index - 1];
    if (value instanceof Identifier) return `${text}${value.sql}${part}`;
    binds.push(checkBind(value, index));
    return `${text}?${part}`;
  });
  return { sqlText, binds };
}

function checkBind(value: unknown, position: number): Bind {
  if (value === null || value instanceof Date) return value;
  if (value instanceof Decimal || value instanceof CalendarDate || value instanceof Timestamp) return value;
  switch (typeof value) {
    case 'string':
    case 'bigint':
    case 'boolean':
      return value;
    case 'number':
      if (Number.isFinite(value)) return value;
      break;
  }
  throw new UserError(
    `Value ${position} of the SQL template is ${value === undefined ? 'undefined' : `a ${typeof value}`} that cannot be sent: use a ` +
      'text, finite number, bigint, boolean, Date or null, and identifier(name) for a name.',
  );
}
