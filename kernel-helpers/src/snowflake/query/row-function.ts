import type * as Acorn from 'acorn';
import { UserError } from '../../errors';

/** The function of a row that was given to a verb, as its text says it. */
export interface RowFunction {
  readonly body: Acorn.Expression;
  /** The name of the row; undefined where its columns are taken apart: `({ CITY }) => …`. */
  readonly row: string | undefined;
  /** The name of the values beside the row; undefined where they are taken apart. */
  readonly values: string | undefined;
  /** Names that stand for columns, with those columns. */
  readonly columnNames: ReadonlyMap<string, string>;
  /** Names that stand for values beside the row. */
  readonly valueNames: ReadonlyMap<string, string>;
  readonly text: string;
}

/** Reads the text of a function of one row: an expression, or `return` with one. */
export function readRowFunction(caller: string, work: unknown): RowFunction {
  if (typeof work !== 'function') {
    throw new UserError(`${caller} takes a function of a row, such as (row) => row.MEDINC > 8.`);
  }
  const text = Function.prototype.toString.call(work);
  const { parseExpressionAt } = require('acorn') as typeof Acorn;
  let parsed: Acorn.Expression;
  try {
    parsed = parseExpressionAt(text, 0, { ecmaVersion: 2022 });
  } catch (error) {
    throw new UserError(`${caller} takes a function as an arrow: (row) => row.MEDINC > 8.`, { cause: error });
  }
  if (parsed.type !== 'ArrowFunctionExpression' && parsed.type !== 'FunctionExpression') {
    throw new UserError(`${caller} takes a function as an arrow: (row) => row.MEDINC > 8.`);
  }
  if (parsed.async || parsed.generator === true || parsed.params.length > 2) {
    throw new UserError(`${caller} takes a plain function of the row, and of values beside it.`);
  }
  const [row, values] = parsed.params;
  return {
    body: bodyOf(caller, parsed.body),
    ...namesOf(caller, row, values),
    text,
  };
}

function bodyOf(caller: string, body: Acorn.Expression | Acorn.BlockStatement): Acorn.Expression {
  if (body.type !== 'BlockStatement') return body;
  const [statement] = body.body;
  const isOnly = body.body.length === 1 && statement.type === 'ReturnStatement';
  if (isOnly && statement.argument !== null && statement.argument !== undefined) return statement.argument;
  throw new UserError(`${caller} becomes SQL, so its function is one expression: (row) => row.MEDINC > 8.`);
}

function namesOf(caller: string, row: Acorn.Pattern | undefined, values: Acorn.Pattern | undefined) {
  const [rowName, columnNames] = parameter(caller, row);
  const [valuesName, valueNames] = parameter(caller, values);
  return { row: rowName, columnNames, values: valuesName, valueNames };
}

function parameter(
  caller: string,
  pattern: Acorn.Pattern | undefined,
): readonly [string | undefined, ReadonlyMap<string, string>] {
  if (pattern === undefined) return [undefined, new Map()];
  if (pattern.type === 'Identifier') return [pattern.name, new Map()];
  if (pattern.type !== 'ObjectPattern') throw unusual(caller);
  const names = pattern.properties.map((property): [string, string] => {
    if (property.type !== 'Property' || property.computed || property.value.type !== 'Identifier')
      throw unusual(caller);
    const { key } = property;
    if (key.type === 'Identifier') return [property.value.name, key.name];
    if (key.type === 'Literal') return [property.value.name, String(key.value)];
    throw unusual(caller);
  });
  return [undefined, new Map(names)];
}

function unusual(caller: string): UserError {
  return new UserError(
    `${caller} becomes SQL, so its function takes a row, or names of columns: ({ CITY }) => CITY === 'Fresno'.`,
  );
}
