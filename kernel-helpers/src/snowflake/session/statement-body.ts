import type { Bind, Statement } from './session';

/** The body of the request that runs a statement, as the driver writes it (snowflake-sdk 3.3.0, connection/statement.js). */
export function statementBody(
  { sqlText, binds = [], parameters, describeOnly }: Statement,
  queryContext: object,
): object {
  return {
    disableOfflineChunks: false,
    sqlText,
    ...(binds.length === 0 ? {} : { bindings: bindings(binds) }),
    ...(parameters === undefined ? {} : { parameters }),
    ...(describeOnly === true ? { describeOnly } : {}),
    queryContextDTO: queryContext,
  };
}

/** The values for `?`, numbered from 1, with the types that Snowflake is to read them as. */
function bindings(binds: readonly Bind[]): Readonly<Record<string, Binding>> {
  return Object.fromEntries(binds.map((bind, index) => [String(index + 1), binding(bind)]));
}

interface Binding {
  readonly type: 'BOOLEAN' | 'FIXED' | 'REAL' | 'TEXT';
  readonly value: string | null;
}

function binding(bind: Bind): Binding {
  if (bind === null) return { type: 'TEXT', value: null };
  if (typeof bind === 'boolean') return { type: 'BOOLEAN', value: String(bind) };
  if (typeof bind === 'number') return { type: Number.isInteger(bind) ? 'FIXED' : 'REAL', value: JSON.stringify(bind) };
  return { type: 'TEXT', value: textOf(bind) };
}

function textOf(bind: Exclude<Bind, number | boolean | null>): string {
  return bind instanceof Date ? bind.toISOString() : String(bind);
}
