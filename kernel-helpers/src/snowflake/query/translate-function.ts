import type * as Acorn from 'acorn';
import { UserError } from '../../errors';
import { nearestName } from '../../nearest-name';
import { callSql } from './calls';
import { asFloat, equalitySql, notNull, type Relation, relationSql } from './compare';
import type { RowFunction } from './row-function';
import { booleanSql, floatSql, literalSql, NAN, ofOptional, type SqlExpression, textSql } from './sql-expression';

/** What the names in a function stand for. */
export interface Scope {
  /** The column of exactly that name. */
  column(name: string): SqlExpression;
  /** A value beside the row, sent beside the text. */
  value(name: string): SqlExpression;
}

/** The condition of a function of a row as SQL: it is true for the rows for which the function gives something true. */
export function conditionOf(row: RowFunction, scope: Scope): string {
  return new Translator(row, scope).condition(row.body, true);
}

/** What a function gives for each row, as SQL. */
export function computedValue(row: RowFunction, scope: Scope): SqlExpression {
  return new Translator(row, scope).value(row.body);
}

class Translator {
  constructor(
    private readonly row: RowFunction,
    private readonly scope: Scope,
  ) {}

  /** @param nullIsFalse the condition may be null where it is false, as WHERE, AND and OR allow. */
  condition(node: Acorn.AnyNode, nullIsFalse: boolean): string {
    switch (node.type) {
      case 'ParenthesizedExpression':
        return this.condition(node.expression, nullIsFalse);
      case 'LogicalExpression': {
        if (node.operator === '??') break;
        const word = node.operator === '&&' ? 'and' : 'or';
        const sides = [node.left, node.right].map((side) => this.condition(side, nullIsFalse));
        return `(${sides.join(` ${word} `)})`;
      }
      case 'UnaryExpression':
        if (node.operator === '!') return `not ${bracketed(this.condition(node.argument, false))}`;
        break;
      case 'BinaryExpression': {
        const comparison = this.comparison(node, nullIsFalse);
        if (comparison !== undefined) return comparison;
        break;
      }
      default:
    }
    return truth(this.value(node), nullIsFalse);
  }

  value(node: Acorn.AnyNode): SqlExpression {
    switch (node.type) {
      case 'ParenthesizedExpression':
        return this.value(node.expression);
      case 'ChainExpression':
        return this.value(node.expression);
      case 'Literal':
        return this.literal(node);
      case 'TemplateLiteral':
        return this.template(node);
      case 'Identifier':
        return this.named(node);
      case 'MemberExpression':
        return this.member(node);
      case 'CallExpression':
        return callSql(
          node,
          (inner) => this.value(inner),
          (inner) => this.told(inner),
        );
      case 'UnaryExpression':
        return this.unary(node);
      case 'BinaryExpression': {
        const comparison = this.comparison(node, false);
        return comparison === undefined ? this.arithmetic(node) : booleanSql(bracketed(comparison));
      }
      case 'LogicalExpression':
        return this.logical(node);
      case 'ConditionalExpression':
        return this.choice(node);
      default:
        throw this.refused(node, 'Use comparisons, arithmetic, &&, ||, !, ?: and the methods of texts');
    }
  }

  private literal(node: Acorn.Literal): SqlExpression {
    const { value } = node;
    if (value === null && node.raw !== 'null') throw this.refused(node, 'Use includes(), startsWith() or endsWith()');
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null) {
      return literalSql(value);
    }
    throw this.refused(node, 'Use includes(), startsWith() or endsWith()');
  }

  private named(node: Acorn.Identifier): SqlExpression {
    const { name } = node;
    const column = this.row.columnNames.get(name);
    if (column !== undefined) return this.scope.column(column);
    const value = this.row.valueNames.get(name);
    if (value !== undefined) return this.scope.value(value);
    if (name === 'undefined') return { ...literalSql(null), absent: 'undefined' };
    if (name === 'NaN') return literalSql(Number.NaN);
    if (name === 'Infinity') return literalSql(Number.POSITIVE_INFINITY);
    throw this.outside(name);
  }

  private member(node: Acorn.MemberExpression): SqlExpression {
    const name = memberName(node);
    const { object } = node;
    if (object.type === 'Identifier' && name !== undefined) {
      if (object.name === this.row.row) return this.scope.column(name);
      if (object.name === this.row.values) return this.scope.value(name);
      // Our kernel keeps the names of cells in slots: `$ºcut.v` is `cut`.
      if (object.name.startsWith('$º')) throw this.outside(object.name.slice(2));
    }
    if (name === 'length') {
      const text = this.value(object as Acorn.Expression);
      if (text.kind === 'text') {
        return ofOptional({ ...floatSql(`length(${text.sql})`), isFloat: false, nullable: text.nullable });
      }
    }
    throw this.refused(node, 'A column is written row.CITY');
  }

  private unary(node: Acorn.UnaryExpression): SqlExpression {
    if (node.operator === '!') return booleanSql(`(not ${bracketed(this.condition(node.argument, false))})`);
    const argument = this.value(node.argument);
    if (argument.kind === 'number' && node.operator === '-') {
      if (typeof argument.constant?.value === 'number') return literalSql(-argument.constant.value);
      return floatSql(`(-${asFloat(argument).sql})`);
    }
    if (argument.kind === 'number' && node.operator === '+') return notNull(argument);
    throw this.refused(node, 'Use !, - and + before a value');
  }

  private logical(node: Acorn.LogicalExpression): SqlExpression {
    if (node.operator === '??') {
      const [left, right] = [this.value(node.left), this.value(node.right)];
      if (left.kind === 'null') return right;
      this.checkAlike(node, [left, right]);
      return {
        ...left,
        sql: `coalesce(${left.sql}, ${right.sql})`,
        nullable: right.nullable,
        absent: right.absent,
        isFloat: left.isFloat || right.isFloat,
      };
    }
    const sides = [this.value(node.left), this.value(node.right)];
    if (sides.some(({ kind }) => kind !== 'boolean')) {
      throw this.refused(node, 'As a value, && and || take truths; write ?? for a value in place of null, or ?:');
    }
    return booleanSql(this.condition(node, false));
  }

  private choice(node: Acorn.ConditionalExpression): SqlExpression {
    const values = [this.value(node.consequent), this.value(node.alternate)];
    this.checkAlike(node, values);
    const known = values.find(({ kind }) => kind !== 'null') ?? values[0];
    const absent = new Set(values.filter(({ nullable }) => nullable).map((value) => value.absent));
    if (absent.size > 1) throw this.refused(node, 'One side may be null and the other undefined: write ?? in one');
    return {
      sql: `case when ${this.condition(node.test, true)} then ${values[0].sql} else ${values[1].sql} end`,
      kind: known.kind,
      nullable: values.some(({ nullable }) => nullable),
      absent: [...absent][0],
      isFloat: values.some(({ isFloat }) => isFloat),
    };
  }

  private template(node: Acorn.TemplateLiteral): SqlExpression {
    const pieces = node.quasis.flatMap(({ value }, index) => {
      const text = value.cooked ?? '';
      const written = text === '' ? [] : [literalSql(text).sql];
      const expression = node.expressions[index];
      return expression === undefined ? written : [...written, this.asText(expression)];
    });
    if (pieces.length === 0) return literalSql('');
    return textSql(pieces.length === 1 ? pieces[0] : `(${pieces.join(' || ')})`, false);
  }

  /** As JavaScript writes it in a text: null is `null`. */
  private asText(node: Acorn.Expression): string {
    const value = this.value(node);
    if (value.kind !== 'text') throw this.refused(node, 'Only texts and String(a date) can be put into a text');
    return value.nullable ? `coalesce(${value.sql}, '${value.absent ?? 'null'}')` : value.sql;
  }

  private comparison(node: Acorn.BinaryExpression, nullIsFalse: boolean): string | undefined {
    const { operator } = node;
    switch (operator) {
      case '<':
      case '<=':
      case '>':
      case '>=':
        return relationSql(operator satisfies Relation, this.value(node.left), this.value(node.right), nullIsFalse);
      case '===':
      case '==':
      case '!==':
      case '!=':
        return equalitySql(this.value(node.left), this.value(node.right), {
          isNot: operator.startsWith('!'),
          isStrict: operator.length === 3,
          nullIsFalse,
        });
      default:
        return undefined;
    }
  }

  private arithmetic(node: Acorn.BinaryExpression): SqlExpression {
    const [left, right] = [this.value(node.left), this.value(node.right)];
    if (node.operator === '+' && (left.kind === 'text' || right.kind === 'text')) {
      return textSql(`(${this.asText(node.left as Acorn.Expression)} || ${this.asText(node.right)})`, false);
    }
    if (left.kind !== 'number' || right.kind !== 'number') {
      throw this.refused(node, 'Arithmetic takes numbers, and + also texts');
    }
    const [a, b] = [asFloat(left), asFloat(right)];
    const plain = a.constant !== undefined && b.constant !== undefined ? floatSql(`${a.sql}::float`) : a;
    switch (node.operator) {
      case '+':
      case '-':
      case '*':
        return floatSql(`(${plain.sql} ${node.operator} ${b.sql})`);
      case '/':
        return quotient(plain, b);
      case '**':
        return floatSql(`power(${plain.sql}, ${b.sql})`);
      default:
        throw this.refused(node, 'The operators are + - * / and **');
    }
  }

  private checkAlike(node: Acorn.AnyNode, values: readonly SqlExpression[]): void {
    const kinds = new Set(values.map(({ kind }) => kind).filter((kind) => kind !== 'null'));
    if (kinds.size > 1) throw this.refused(node, 'Both sides need values of one kind');
  }

  private told(node: Acorn.AnyNode): string {
    return this.row.text.slice(node.start, node.end).replace(/\$º([\p{ID_Continue}$]+)\.v/gu, '$1');
  }

  private refused(node: Acorn.AnyNode, advice: string): UserError {
    return new UserError(
      `${JSON.stringify(this.told(node))} cannot be told as SQL. ${advice}; or read the rows first, and filter the Table.`,
    );
  }

  private outside(name: string): UserError {
    const columns = nearestName(name, [...this.row.columnNames.keys()]);
    const near = columns === undefined ? '' : ` Or did you mean ${columns}?`;
    return new UserError(
      `${name} is outside of the function, and SQL cannot see it. Pass it: filter((row, { ${name} }) => row.MEDINC > ${name}, { ${name} }).${near}`,
      { facts: { name } },
    );
  }
}

/** Division by 0 is an error in Snowflake, and a number in JavaScript. */
function quotient(left: SqlExpression, right: SqlExpression): SqlExpression {
  const divisor = right.constant?.value;
  if (typeof divisor === 'number' && divisor !== 0) return floatSql(`(${left.sql} / ${right.sql})`);
  const byZero = `when ${left.sql} > 0 and ${left.sql} <> ${NAN} then 'inf'::float when ${left.sql} < 0 then '-inf'::float else ${NAN}`;
  return floatSql(`(case when ${right.sql} <> 0 then ${left.sql} / nullif(${right.sql}, 0) ${byZero} end)`);
}

function truth(value: SqlExpression, nullIsFalse: boolean): string {
  const { sql, kind, nullable } = value;
  const orFalse = (condition: string): string =>
    nullable && !nullIsFalse ? `coalesce(${condition}, false)` : condition;
  switch (kind) {
    case 'boolean':
      return orFalse(sql);
    case 'number':
      return orFalse(
        value.isFloat && value.constant === undefined ? `(${sql} <> 0 and ${sql} <> ${NAN})` : `${sql} <> 0`,
      );
    case 'text':
      return orFalse(`${sql} <> ''`);
    case 'null':
      return 'false';
    default:
      return `${sql} is not null`;
  }
}

function bracketed(sql: string): string {
  return /^\([^()]*\)$|^[\w"]+$|^[a-z_]+\([^()]*\)$/.test(sql) ? sql : `(${sql})`;
}

/** The name in `row.NAME` and `row['NAME']`. */
function memberName({ property, computed }: Acorn.MemberExpression): string | undefined {
  if (property.type === 'Identifier' && !computed) return property.name;
  return property.type === 'Literal' && typeof property.value === 'string' ? property.value : undefined;
}
