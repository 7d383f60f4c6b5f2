import { z } from 'zod';
import { UserError } from '../errors';
import { type AnyValue, describeRule, type Rule, readValue } from './hyperparameter-rules';

/** Bounds of a number. All but `above` are inclusive. */
export interface NumberBounds {
  readonly from?: number;
  readonly above?: number;
  readonly to?: number;
}

/**
 * A hyperparameter that a training script declares. Without a default every job must give it.
 * It is plain data, so that a notebook can read it from a script before a job starts.
 */
export interface DeclaredHyperparameter<Value extends AnyValue = AnyValue> {
  readonly kind: 'number' | 'integer' | 'boolean' | 'choice' | 'text';
  readonly from?: number;
  readonly above?: number;
  readonly to?: number;
  readonly choices?: readonly string[];
  /** Regular expression of a text, as its source. */
  readonly pattern?: string;
  readonly default?: Value;
}

/** Name → what its value must be. */
export type DeclaredHyperparameters = Readonly<Record<string, DeclaredHyperparameter>>;

/** The values of declared hyperparameters, with their types. */
export type DeclaredValues<Declared extends DeclaredHyperparameters> = {
  readonly [Name in keyof Declared]: Declared[Name] extends DeclaredHyperparameter<infer Value> ? Value : never;
};

/** A number: `number({ from: 0, to: 1, default: 0.2 })`. */
export function number(form: NumberBounds & { readonly default?: number } = {}): DeclaredHyperparameter<number> {
  return { kind: 'number', ...form };
}

/** A whole number: `integer({ from: 1, default: 5 })`. */
export function integer(form: NumberBounds & { readonly default?: number } = {}): DeclaredHyperparameter<number> {
  return { kind: 'integer', ...form };
}

/** True or false: `boolean({ default: false })`. */
export function boolean(form: { readonly default?: boolean } = {}): DeclaredHyperparameter<boolean> {
  return { kind: 'boolean', ...form };
}

/** One of some texts: `choice(['mean', 'median'], { default: 'mean' })`. */
export function choice<const Choice extends string>(
  choices: readonly Choice[],
  form: { readonly default?: NoInfer<Choice> } = {},
): DeclaredHyperparameter<Choice> {
  return { kind: 'choice', choices, ...form };
}

/** A text, of a form if one is given: `text({ pattern: /^[A-Z]{2}$/, default: 'CA' })`. */
export function text({
  pattern,
  ...form
}: {
  readonly pattern?: RegExp;
  readonly default?: string;
} = {}): DeclaredHyperparameter<string> {
  return { kind: 'text', ...(pattern !== undefined && { pattern: pattern.source }), ...form };
}

const declared = z.record(
  z.string(),
  z.object({
    kind: z.enum(['number', 'integer', 'boolean', 'choice', 'text']),
    from: z.number().optional(),
    above: z.number().optional(),
    to: z.number().optional(),
    choices: z.array(z.string()).optional(),
    pattern: z.string().optional(),
    default: z.union([z.number(), z.boolean(), z.string()]).optional(),
  }),
);

/** Names of values that AWS's SDKs and toolkits add begin with it (`sagemaker_job_name`, …). */
export const TOOLKIT_PREFIX = 'sagemaker_';
const NAME = /^[A-Za-z_][\w-]{0,255}$/;
const SECRET_NAME = /password|passphrase|private_?key|secret|token/i;

/**
 * The hyperparameters that a script declares.
 * @param taken says to whom a name belongs already; undefined for a name that is free
 * @throws UserError that lists everything that is wrong with the declaration.
 */
export function parseDeclared(given: unknown, taken: (name: string) => string | undefined): DeclaredHyperparameters {
  const parsed = declared.safeParse(given);
  if (!parsed.success) {
    throw new UserError(
      `The hyperparameters that defineTraining declares must be made with number(), integer(), boolean(), choice() or text(): ${z.prettifyError(parsed.error)}`,
    );
  }
  const problems = Object.entries(parsed.data).flatMap(([name, form]) => declarationProblems(name, form, taken(name)));
  if (problems.length > 0) throw new UserError(problems.join('\n'));
  return parsed.data;
}

function declarationProblems(name: string, form: DeclaredHyperparameter, owner: string | undefined): string[] {
  const of = `The declared hyperparameter "${name}"`;
  return [
    ...(NAME.test(name) && !name.startsWith(TOOLKIT_PREFIX)
      ? []
      : [`${of} needs another name: letters, digits, _ and -, not beginning with ${TOOLKIT_PREFIX}.`]),
    ...(owner === undefined ? [] : [`${of} has the name of ${owner}. Give it another name.`]),
    ...(SECRET_NAME.test(name)
      ? [`${of} looks like a secret, and everyone who may describe the job could read it. Keep it in Secrets Manager.`]
      : []),
    ...(form.default === undefined || readValue(ruleOf(form), form.default) !== undefined
      ? []
      : [`The default of "${name}" must be ${describeRule(ruleOf(form))}, not ${JSON.stringify(form.default)}.`]),
  ];
}

/** The rule that a value of a declared hyperparameter must keep. */
export function ruleOf({ kind, choices = [], pattern, from, above, to }: DeclaredHyperparameter): Rule {
  switch (kind) {
    case 'boolean':
      return { kind };
    case 'choice':
      return { kind, choices };
    case 'text':
      return {
        kind,
        pattern: new RegExp(pattern ?? '', 's'),
        form: pattern === undefined ? 'a text' : `a text like /${pattern}/`,
      };
    default:
      return { kind, from, above, to };
  }
}
