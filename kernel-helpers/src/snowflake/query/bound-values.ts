import { InternalError, UserError } from '../../errors';
import { nearestName } from '../../nearest-name';
import { CalendarDate } from '../../values/calendar-date';
import { Decimal } from '../../values/decimal';
import { Timestamp } from '../../values/timestamp';
import type { Bind } from '../session/session';
import { bindProblem } from '../statement/bind-problem';
import { literalSql, type SqlExpression, type ValueKind } from './sql-expression';

/** Stands in the text for a value until the text is complete. No name and no text of SQL has such a character. */
const MARK = '\0';
/** Every value has a number of its own, so that two queries can be joined. */
let marks = 0;
const MARKED = /\0(\d+)\0/g;

/** The values beside a function of a row, which are sent beside the text. */
export class BoundValues {
  constructor(
    private readonly caller: string,
    private readonly values: Readonly<Record<string, unknown>>,
    private readonly binds: Map<number, Bind>,
  ) {}

  expression(name: string): SqlExpression {
    const value = this.values[name];
    if (!Object.hasOwn(this.values, name)) {
      const nearest = nearestName(name, Object.keys(this.values));
      const advice = nearest === undefined ? `Pass it: { ${name} }.` : `Did you mean ${nearest}?`;
      throw new UserError(`${this.caller} got no value ${name}.`, { advice });
    }
    if (value === null || value === undefined) return literalSql(null);
    const problem = bindProblem(value);
    const kind = kindOf(value);
    if (problem !== undefined || kind === undefined) {
      throw new UserError(
        `${this.caller} cannot send the value ${name}: it ${problem ?? 'is of no kind that columns have'}`,
      );
    }
    if (typeof value === 'number' && !Number.isFinite(value)) return literalSql(value);
    marks += 1;
    this.binds.set(marks, value as Bind);
    return {
      sql: `${MARK}${marks}${MARK}`,
      kind,
      nullable: false,
      isFloat: false,
      constant: { value },
    };
  }
}

/** The text with a `?` for each value, and the values in that order. */
export function withBinds(
  marked: string,
  binds: ReadonlyMap<number, Bind>,
): { sqlText: string; binds: readonly Bind[] } {
  const used: Bind[] = [];
  const sqlText = marked.replace(MARKED, (_, number: string) => {
    const bind = binds.get(Number(number));
    if (bind === undefined)
      throw new InternalError(`A statement holds a mark for value ${number}, which is not there.`);
    used.push(bind);
    return '?';
  });
  return { sqlText, binds: used };
}

function kindOf(value: unknown): ValueKind | undefined {
  if (value instanceof CalendarDate) return 'date';
  if (value instanceof Timestamp) return value.offsetMinutes === undefined ? 'clock' : 'instant';
  if (value instanceof Date) return 'instant';
  if (value instanceof Decimal) return undefined;
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return 'number';
    case 'string':
      return 'text';
    case 'boolean':
      return 'boolean';
    default:
      return undefined;
  }
}
