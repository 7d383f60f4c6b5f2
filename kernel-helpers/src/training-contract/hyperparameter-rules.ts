/** What a hyperparameter's value must look like. All bounds except `above` are inclusive. */
export type Rule =
  | (NumericRule & { readonly kind: 'integer' })
  | (NumericRule & { readonly kind: 'number' })
  | { readonly kind: 'boolean' }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | { readonly kind: 'text'; readonly pattern: RegExp; readonly form: string }
  /** One number, or a list of them. */
  | { readonly kind: 'numbers' }
  /** One metric, or several: a list, or names with commas between them. */
  | { readonly kind: 'metrics'; readonly pattern: RegExp; readonly choices: readonly string[] };

interface NumericRule {
  readonly from?: number;
  readonly above?: number;
  readonly to?: number;
}

/** The value that a rule accepts. */
export type ValueOf<R extends Rule> = R extends { kind: 'integer' | 'number' }
  ? number
  : R extends { kind: 'boolean' }
    ? boolean
    : R extends { kind: 'choice'; choices: readonly (infer Choice)[] }
      ? Choice
      : R extends { kind: 'numbers' }
        ? number | readonly number[]
        : R extends { kind: 'metrics' }
          ? string | readonly string[]
          : string;

export type AnyValue = number | boolean | string | readonly number[] | readonly string[];

export const integer = <const Bounds extends NumericRule>(bounds: Bounds) => ({ kind: 'integer', ...bounds }) as const;
export const number = <const Bounds extends NumericRule>(bounds: Bounds) => ({ kind: 'number', ...bounds }) as const;
export const boolean = { kind: 'boolean' } as const;
export const numbers = { kind: 'numbers' } as const;
export const choice = <const Choices extends readonly string[]>(...choices: Choices) =>
  ({ kind: 'choice', choices }) as const;
export const text = (pattern: RegExp, form: string) => ({ kind: 'text', pattern, form }) as const;
export const metrics = (pattern: RegExp, choices: readonly string[]) =>
  ({ kind: 'metrics', pattern, choices }) as const;

/** Reads a value from a cell or a JSON file in the form that the rule wants; undefined if it does not fit. */
export function readValue(rule: Rule, given: unknown): AnyValue | undefined {
  switch (rule.kind) {
    case 'integer':
    case 'number':
      return readNumber(rule, given);
    case 'boolean':
      return readBoolean(given);
    case 'choice':
      return rule.choices.find((one) => one === given);
    case 'text': {
      const written = typeof given === 'string' ? given : JSON.stringify(given);
      return rule.pattern.test(written) ? written : undefined;
    }
    case 'numbers':
      return readList(given, (item) => readNumber({ kind: 'number' }, item));
    case 'metrics':
      return readList(given, (item) => (typeof item === 'string' && rule.pattern.test(item) ? item : undefined));
  }
}

/** The rule in words, to follow "must be". */
export function describeRule(rule: Rule): string {
  switch (rule.kind) {
    case 'integer':
      return `a whole number${describeBounds(rule)}`;
    case 'number':
      return `a number${describeBounds(rule)}`;
    case 'boolean':
      return 'true or false';
    case 'choice':
      return rule.choices.length === 1 ? `"${rule.choices[0]}"` : `one of ${rule.choices.join(', ')}`;
    case 'text':
      return rule.form;
    case 'numbers':
      return 'a number or a list of numbers';
    case 'metrics':
      return `a metric or a list of metrics out of ${rule.choices.join(', ')}`;
  }
}

function readNumber(rule: NumericRule & { kind: 'integer' | 'number' }, given: unknown): number | undefined {
  if (typeof given !== 'number' && (typeof given !== 'string' || given.trim() === '')) return undefined;
  const value = Number(given);
  const fits =
    Number.isFinite(value) &&
    (rule.kind === 'number' || Number.isSafeInteger(value)) &&
    (rule.from === undefined || value >= rule.from) &&
    (rule.above === undefined || value > rule.above) &&
    (rule.to === undefined || value <= rule.to);
  return fits ? value : undefined;
}

function readBoolean(given: unknown): boolean | undefined {
  if (/^(true|1)$/i.test(String(given))) return true;
  if (/^(false|0)$/i.test(String(given))) return false;
  return undefined;
}

function readList<Item extends number | string>(
  given: unknown,
  readItem: (item: unknown) => Item | undefined,
): Item | readonly Item[] | undefined {
  const items = Array.isArray(given) ? given : typeof given === 'string' ? splitList(given) : [given];
  const values = items.map(readItem).filter((item) => item !== undefined);
  if (items.length === 0 || values.length < items.length) return undefined;
  return values.length === 1 ? values[0] : (values as readonly number[] as readonly Item[]);
}

/** `rmse,mae`, `[0.1, 0.9]` or `["rmse", "mae"]`. */
function splitList(written: string): readonly string[] {
  return written
    .replace(/^\s*\[|\]\s*$/g, '')
    .split(',')
    .map((item) => item.trim().replace(/^(["'])(.*)\1$/, '$2'));
}

function describeBounds({ from, above, to }: NumericRule): string {
  const low = from ?? above;
  if (low === undefined) return to === undefined ? '' : ` of at most ${to}`;
  if (to === undefined) return from === undefined ? ` above ${low}` : ` of at least ${low}`;
  return from === undefined ? ` above ${low} and up to ${to}` : ` from ${low} to ${to}`;
}
