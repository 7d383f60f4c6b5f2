import { UserError } from '../../errors';
import { floatSql, NAN, type SqlExpression } from './sql-expression';

export type Relation = '<' | '<=' | '>' | '>=';

/** SQL for a comparison. With `nullIsFalse` it may be null where it is false, as a condition of WHERE may. */
export function relationSql(
  relation: Relation,
  left: SqlExpression,
  right: SqlExpression,
  nullIsFalse: boolean,
): string {
  checkComparable(left, right, relation);
  const constant = right.constant ?? left.constant;
  // Undefined is no number, so a comparison with it is false.
  const never = [left, right].filter(({ nullable, absent }) => nullable && absent === 'undefined');
  if (never.length > 0) {
    const [ours, theirs] = [left, right].map((side) => ({ ...side, nullable: side.nullable && !never.includes(side) }));
    const sql = relationSql(relation, ours, theirs, true);
    const isThere = never.map((side) => `${side.sql} is not null`).join(' and ');
    return nullIsFalse ? `(${isThere} and ${sql})` : `coalesce(${isThere} and ${sql}, false)`;
  }
  if (constant !== undefined && left.nullable !== right.nullable) {
    const column = left.nullable ? left : right;
    const ofNull = left.nullable ? holds(relation, null, constant.value) : holds(relation, constant.value, null);
    const sql = withoutNaN(`${left.sql} ${relation} ${right.sql}`, greaterOf(relation, left, right));
    if (ofNull) return `(${sql} or ${column.sql} is null)`;
    return nullIsFalse ? sql : `coalesce(${sql}, false)`;
  }
  if (left.kind === 'text' && (left.nullable || right.nullable)) {
    throw new UserError(
      `${left.sql} ${relation} ${right.sql} compares texts of which one may be null, and JavaScript then compares numbers. Compare with one text, or write the condition as snowflake.sql.`,
    );
  }
  const [ours, theirs] = [notNull(left), notNull(right)];
  return withoutNaN(`${ours.sql} ${relation} ${theirs.sql}`, greaterOf(relation, ours, theirs));
}

/** SQL for `===` and, with `isNot`, for `!==`. Null equals null, and NaN equals nothing. */
export function equalitySql(
  left: SqlExpression,
  right: SqlExpression,
  {
    isNot,
    isStrict,
    nullIsFalse,
  }: { readonly isNot: boolean; readonly isStrict: boolean; readonly nullIsFalse: boolean },
): string {
  const isOther = isStrict && left.absent !== right.absent;
  if (left.kind === 'null' || right.kind === 'null') {
    const value = left.kind === 'null' ? right : left;
    if (isOther) return String(isNot);
    return `${value.sql} is ${isNot ? 'not ' : ''}null`;
  }
  if (isMoment(left) || isMoment(right)) {
    throw new UserError(
      `${left.sql} is a date or a time: JavaScript compares those with === as objects, which are never the same. Write String(row.${plain(left)}) === '2024-01-31', or >= and <=.`,
    );
  }
  checkComparable(left, right, isNot ? '!==' : '===');
  const bothNaN = left.isFloat && right.isFloat && left.constant === undefined && right.constant === undefined;
  const isNaNConstant = [left, right].some(({ constant }) => Number.isNaN(constant?.value));
  if (isNaNConstant) return isNot ? 'true' : 'false';
  if (left.nullable && right.nullable && isOther) {
    const equal = withoutNaN(`${left.sql} = ${right.sql}`, bothNaN ? left : undefined);
    return isNot ? `not coalesce(${equal}, false)` : `coalesce(${equal}, false)`;
  }
  if (left.nullable && right.nullable) {
    const equal = `equal_null(${left.sql}, ${right.sql})`;
    if (!isNot) return bothNaN ? `(${equal} and coalesce(${left.sql} <> ${NAN}, true))` : equal;
    return bothNaN ? `(not ${equal} or coalesce(${left.sql} = ${NAN}, false))` : `not ${equal}`;
  }
  const nullable = left.nullable ? left : right.nullable ? right : undefined;
  if (isNot) {
    const sql = `${left.sql} <> ${right.sql}`;
    const differs = bothNaN ? `(${sql} or ${left.sql} = ${NAN})` : sql;
    return nullable === undefined ? differs : `(${differs} or ${nullable.sql} is null)`;
  }
  const sql = withoutNaN(`${left.sql} = ${right.sql}`, bothNaN ? left : undefined);
  return nullable === undefined || nullIsFalse ? sql : `coalesce(${sql}, false)`;
}

/** The number that JavaScript computes with: null counts as 0. */
export function notNull(value: SqlExpression): SqlExpression {
  if (!value.nullable) return value;
  switch (value.kind) {
    case 'number':
      return { ...value, sql: `coalesce(${value.sql}, 0)`, nullable: false };
    case 'date':
      return { ...value, sql: `coalesce(${value.sql}, '1970-01-01'::date)`, nullable: false };
    case 'clock':
      return { ...value, sql: `coalesce(${value.sql}, '1970-01-01'::timestamp_ntz)`, nullable: false };
    case 'instant':
      return { ...value, sql: `coalesce(${value.sql}, '1970-01-01 00:00:00 +00:00'::timestamp_tz)`, nullable: false };
    case 'boolean':
      return { ...value, sql: `coalesce(${value.sql}, false)`, nullable: false };
    default:
      return value;
  }
}

/** A number in binary, as JavaScript has all of them. */
export function asFloat(value: SqlExpression): SqlExpression {
  const number = value.absent === undefined ? notNull(value) : floatSql(`coalesce(${value.sql}::float, ${NAN})`);
  return number.isFloat || number.constant !== undefined ? number : floatSql(`${number.sql}::float`);
}

function withoutNaN(sql: string, value: SqlExpression | undefined): string {
  if (value === undefined || !value.isFloat || value.constant !== undefined) return sql;
  return `(${sql} and ${value.sql} <> ${NAN})`;
}

function greaterOf(relation: Relation, left: SqlExpression, right: SqlExpression): SqlExpression {
  return relation.startsWith('>') ? left : right;
}

function holds(relation: Relation, left: unknown, right: unknown): boolean {
  // JavaScript itself says what it makes of null beside this value.
  const [a, b] = [left as number, right as number];
  switch (relation) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
  }
}

function checkComparable(left: SqlExpression, right: SqlExpression, how: string): void {
  if (left.kind === right.kind && left.kind !== 'other') return;
  const what = [left, right].map(({ sql, kind }) => `${sql} is ${told(kind)}`).join(' and ');
  throw new UserError(`${how} compares values of one kind only: ${what}. Make one kind of them.`);
}

function told(kind: SqlExpression['kind']): string {
  switch (kind) {
    case 'clock':
      return 'a time without a zone';
    case 'instant':
      return 'a time with a zone';
    case 'other':
      return 'of a type that JavaScript has no values for';
    case 'text':
      return 'text';
    case 'null':
      return 'null';
    default:
      return `a ${kind}`;
  }
}

function isMoment({ kind }: SqlExpression): boolean {
  return kind === 'date' || kind === 'clock' || kind === 'instant';
}

function plain({ sql }: SqlExpression): string {
  return sql.replaceAll('"', '');
}
