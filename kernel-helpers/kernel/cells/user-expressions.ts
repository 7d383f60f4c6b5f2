import { runInThisContext } from 'node:vm';
import { formatResult } from '../display/format-result';
import type { ErrorReports } from './error-report';

type Answers = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Evaluates what a client wants to know after a cell; each expression sees the notebook's variables. */
export async function evaluateUserExpressions(
  expressions: Readonly<Record<string, string>>,
  variables: object,
  errorReports: ErrorReports,
): Promise<Answers> {
  const answers = Object.entries(expressions).map(async ([name, expression]) => {
    return [name, await answer(expression, variables, errorReports)] as const;
  });
  return Object.fromEntries(await Promise.all(answers));
}

async function answer(
  expression: string,
  variables: object,
  errorReports: ErrorReports,
): Promise<Readonly<Record<string, unknown>>> {
  try {
    const evaluate: (scope: object) => unknown = runInThisContext(
      `(scope) => { with (scope) return (${expression}\n) }`,
    );
    const { data, metadata, problems } = await formatResult(evaluate(variables));
    if (problems.length > 0) throw problems[0];
    return { status: 'ok', data, metadata };
  } catch (error) {
    return { status: 'error', ...errorReports.ofThrown(error) };
  }
}
