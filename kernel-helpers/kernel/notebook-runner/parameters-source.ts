import { UserError } from 'kernel-helpers/errors';

/** Names that are reserved in TypeScript, or in the code that tslab makes from a cell. */
const RESERVED = new Set(
  `arguments await break case catch class const continue debugger default delete do else enum eval export exports
  extends false finally for function if implements import in instanceof interface let new null package private
  protected public require return static super switch this throw true try typeof var void while with yield
  Infinity NaN Object undefined`.split(/\s+/),
);

const SCALARS: ReadonlySet<string> = new Set(['string', 'number', 'boolean']);

/**
 * The source of the cell that sets parameters: the same text that papermill's translator for TypeScript writes
 * (kernel-helpers/papermill). Throws a UserError that names every parameter that cannot be set.
 */
export function parametersSource(parameters: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(parameters);
  const problems = entries.flatMap(([name, value]) => [...problemsOfName(name), ...problemsOfValue(name, value)]);
  if (problems.length > 0) throw new UserError(problems.join('\n'));
  const lines = entries.map(([name, value]) => `const ${name}: ${typeOf(value)} = ${literalOf(value)};`);
  return ['// Parameters', ...lines].join('\n');
}

function problemsOfName(name: string): readonly string[] {
  if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)) {
    return [
      `The parameter '${name}' has no name that TypeScript allows. Rename it: letters, digits and _, and no digit first.`,
    ];
  }
  // Stock tslab does not compile names that begin with two underscores.
  if (!RESERVED.has(name) && !name.startsWith('__')) return [];
  return [
    `The parameter '${name}' has a name that TypeScript or tslab keeps for itself. Rename it, for example to ${name.replace(/^_+/, '')}_value.`,
  ];
}

function problemsOfValue(name: string, value: unknown): readonly string[] {
  if (value === null || SCALARS.has(typeof value)) return [];
  if (Array.isArray(value) || isPlainObject(value)) {
    return Object.values(value).flatMap((item) => problemsOfValue(name, item));
  }
  const type = typeof value === 'object' ? value.constructor.name : typeof value;
  return [
    `The parameter '${name}' holds a value of the type ${type}, which cannot be written as TypeScript. Give text, a number, true, false, null, a list or an object of these.`,
  ];
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value));
}

/**
 * A type that fits every value of its kind, because cells are checked against it before they run.
 * Other values of a list or an object may be of other types, so only lists of one kind are typed.
 */
function typeOf(value: unknown): string {
  if (Array.isArray(value)) {
    const [kind = 'any', ...others] = new Set(value.map(typeOf));
    return others.length === 0 && SCALARS.has(kind) ? `${kind}[]` : 'any[]';
  }
  return typeof value === 'object' ? 'any' : typeof value;
}

function literalOf(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (Object.is(value, -0)) return '-0';
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(literalOf).join(', ')}]`;
  const properties = Object.entries(value).map(([key, item]) => `${keyOf(key)}: ${literalOf(item)}`);
  return `{${properties.join(', ')}}`;
}

/** Written plainly, `__proto__` would set the object's prototype. */
function keyOf(key: string): string {
  return key === '__proto__' ? '["__proto__"]' : quote(key);
}

/** U+2028 and U+2029 end a line for some editors. */
function quote(text: string): string {
  return JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}
