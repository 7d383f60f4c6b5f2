import type * as Acorn from 'acorn';
import { UserError } from '../../errors';
import { asFloat } from './compare';
import { booleanSql, floatSql, NAN, ofOptional, type SqlExpression, textSql } from './sql-expression';

type ToValue = (node: Acorn.AnyNode) => SqlExpression;
type ToText = (node: Acorn.AnyNode) => string;

/** JavaScript's trim() takes all white space and line ends off; TRIM of SQL only what it is told (ECMA-262, "TrimString"). */
const WHITE_SPACE = [
  9,
  10,
  11,
  12,
  13,
  32,
  160,
  0x1680,
  ...range(0x2000, 0x200a),
  0x2028,
  0x2029,
  0x202f,
  0x205f,
  0x3000,
  0xfeff,
];

const TEXT_TESTS: Readonly<Record<string, string>> = {
  includes: 'contains',
  startsWith: 'startswith',
  endsWith: 'endswith',
};
const TEXT_CHANGES: Readonly<Record<string, (sql: string) => string>> = {
  toLowerCase: (sql) => `lower(${sql})`,
  toUpperCase: (sql) => `upper(${sql})`,
  trim: (sql) => `trim(${sql}, '${WHITE_SPACE.map((code) => String.fromCodePoint(code)).join('')}')`,
};
/** JavaScript gives a number where SQL has an error. */
const MATH: Readonly<Record<string, (sql: string) => string>> = {
  abs: (sql) => `abs(${sql})`,
  floor: (sql) => `floor(${sql})`,
  ceil: (sql) => `ceil(${sql})`,
  round: (sql) => `(floor(${sql}) + iff(${sql} - floor(${sql}) >= 0.5, 1, 0))`,
  exp: (sql) => `exp(${sql})`,
  sqrt: (sql) => `(case when ${sql} >= 0 then sqrt(abs(${sql})) else ${NAN} end)`,
  log: (sql) => `(case when ${sql} > 0 then ln(${sql}) when ${sql} = 0 then '-inf'::float else ${NAN} end)`,
};

/** SQL for a call: a method of a text, a function of Math, or String() of a date. */
export function callSql(node: Acorn.CallExpression, value: ToValue, told: ToText): SqlExpression {
  const { callee, arguments: given } = node;
  if (callee.type === 'Identifier' && callee.name === 'String' && given.length === 1)
    return asText(value(given[0]), node, told);
  if (callee.type !== 'MemberExpression' || callee.computed || callee.property.type !== 'Identifier') {
    throw refused(node, told);
  }
  const { name } = callee.property;
  if (callee.object.type === 'Identifier' && callee.object.name === 'Math') return mathSql(name, node, value, told);
  const text = value(callee.object);
  if (text.kind !== 'text') throw refused(node, told);
  const test = TEXT_TESTS[name];
  if (test !== undefined && given.length === 1) {
    const part = value(given[0]);
    if (part.kind !== 'text' || part.nullable) throw refused(node, told);
    return ofOptional(booleanSql(`${test}(${text.sql}, ${part.sql})`, text.nullable));
  }
  const change = TEXT_CHANGES[name];
  if (change !== undefined && given.length === 0) return ofOptional(textSql(change(text.sql), text.nullable));
  throw refused(node, told);
}

function mathSql(name: string, node: Acorn.CallExpression, value: ToValue, told: ToText): SqlExpression {
  const compute = MATH[name];
  const given = node.arguments.map(value);
  if (compute === undefined || given.length !== 1 || given[0].kind !== 'number') throw refused(node, told);
  return floatSql(compute(asFloat(given[0]).sql));
}

function asText(value: SqlExpression, node: Acorn.CallExpression, told: ToText): SqlExpression {
  const nullText = (sql: string): string => (value.nullable ? `coalesce(${sql}, '${value.absent ?? 'null'}')` : sql);
  if (value.kind === 'text') return textSql(nullText(value.sql), false);
  if (value.kind === 'date') return textSql(nullText(`to_char(${value.sql}, 'YYYY-MM-DD')`), false);
  throw refused(node, told);
}

function refused(node: Acorn.CallExpression, told: ToText): UserError {
  return new UserError(
    `${JSON.stringify(told(node))} cannot be told as SQL. Texts have includes(), startsWith(), endsWith(), toLowerCase(), ` +
      `toUpperCase(), trim() and length; numbers have Math.${Object.keys(MATH).join(', Math.')}; a date has String(date). ` +
      'Or read the rows first, and use the verbs of the Table.',
  );
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
