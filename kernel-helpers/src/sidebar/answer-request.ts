import { z } from 'zod';
import { InternalError, UserError } from '../errors';
import { METHODS, type MethodName } from '../sidebar-contract/index';
import type { RequestContext } from './method';
import { methods } from './methods';

const RESTART_ADVICE = 'The page and the kernel may be of different versions: reload the page and restart the sidebar.';

/**
 * Answers one request as its method does. Parameters, events and the result are checked by the contract, which also
 * leaves out what it does not name.
 * @throws UserError for a method or parameters that the contract does not know; InternalError for an answer that it
 * does not allow
 */
export async function answerRequest(
  { method, params }: { readonly method: string; readonly params: object },
  context: RequestContext<unknown>,
): Promise<unknown> {
  if (!isMethodName(method)) throw unknownMethod(method);
  const schemas: { readonly params: z.ZodType; readonly result: z.ZodType; readonly event?: z.ZodType } =
    METHODS[method];
  const parsed = schemas.params.safeParse(params);
  if (!parsed.success) throw wrongParams(method, parsed.error);
  // What was parsed by the method's schema is what the method takes; types cannot follow a name that comes from outside.
  const work = methods[method] as ((params: unknown, context: RequestContext<never>) => Promise<unknown>) | undefined;
  if (work === undefined) throw unknownMethod(method);
  const emit = (event: unknown): void => context.emit(checked(method, schemas.event ?? z.never(), event));
  return checked(method, schemas.result, await work(parsed.data, { ...context, emit }));
}

function checked(method: MethodName, schema: z.ZodType, answer: unknown): unknown {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  throw new InternalError(`The answer to ${method} is not what the contract says (${wrong}).`, {
    advice: RESTART_ADVICE,
  });
}

function isMethodName(name: string): name is MethodName {
  return Object.hasOwn(METHODS, name);
}

function unknownMethod(method: string): UserError {
  return new UserError(`This kernel does not know the method ${method}.`, {
    reason: 'other-version',
    advice: RESTART_ADVICE,
    facts: { method },
  });
}

function wrongParams(method: string, error: z.ZodError): UserError {
  const wrong = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  return new UserError(`The parameters of ${method} are wrong (${wrong}).`, {
    advice: RESTART_ADVICE,
    facts: { method },
  });
}
