import { inspect } from 'node:util';
import { z } from 'zod';
import { messageOf, UserError } from '../errors';
import { separateBuffers } from './binary-state';

const functionSchema = z.custom((value) => typeof value === 'function', 'must be a function');

const schema = z.strictObject(
  {
    esm: z.string('must be the text or the URL of an ES module').min(1, 'must be an ES module; it is empty'),
    css: z.string('must be the text or the URL of a style sheet').optional(),
    state: z.record(z.string(), z.unknown(), 'must be an object such as { count: 0 }').optional(),
    parse: z.record(z.string(), functionSchema, 'must be an object of functions').optional(),
    text: functionSchema.optional(),
  },
  {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `${issue.keys.join(', ')}: a widget has esm, css, state, parse and text`
        : 'the options must be an object such as { esm: … }',
  },
);

/** Throws one UserError that names everything that is wrong with the options. */
export function checkWidgetOptions(options: unknown): void {
  const { error } = schema.safeParse(options);
  // Read `state` and `parse` separately, so that a problem of one does not hide a problem of the other.
  const state = schema.shape.state.safeParse(memberOf(options, 'state')).data ?? {};
  const parse = memberOf(options, 'parse') ?? {};
  const problems = [
    ...(error?.issues ?? []).map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(' ')),
    ...Object.entries(state).flatMap(([key, value]) => stateProblems(key, value)),
    ...Object.keys(parse)
      .filter((key) => !Object.hasOwn(state, key))
      .map((key) => `parse.${key} is for a key that state does not have`),
  ];
  if (problems.length > 0) throw new UserError(`The widget was not made:\n- ${problems.join('\n- ')}`);
}

function memberOf(options: unknown, name: string): unknown {
  return typeof options === 'object' && options !== null ? Reflect.get(options, name) : undefined;
}

/** Why a value cannot go to the browser; empty when it can. */
export function valueProblems(key: string, value: unknown): readonly string[] {
  try {
    const { state } = separateBuffers({ value });
    const isWritable = value !== undefined && (JSON.stringify(state) !== '{}' || ArrayBuffer.isView(value));
    return isWritable ? [] : [`state.${key} must be JSON or binary data, not ${inspect(value)}`];
  } catch (error) {
    // The value holds a circle or a BigInt.
    return [`state.${key} must be JSON or binary data: ${messageOf(error)}`];
  }
}

function stateProblems(key: string, value: unknown): readonly string[] {
  // The protocol's own keys: https://github.com/jupyter-widgets/ipywidgets/blob/main/packages/schema/messages.md
  if (key.startsWith('_'))
    return [`state.${key} must have a name that does not begin with _; such names belong to the protocol`];
  return valueProblems(key, value);
}
