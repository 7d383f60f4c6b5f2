import type { OperationName } from '../operation-names';
import { ServiceError } from '../service-error';
import table from './sagemaker.facts.json';
import { factsSchema, type Shape } from './shape';

const facts = factsSchema.parse(table);
const patterns = new Map<string, RegExp>();

type Structure = Extract<Shape, { type: 'structure' }>;

/**
 * Checks an operation's input against the service's own limits, as the service does: all problems in one answer, in the
 * service's words. Members that the service does not know are ignored, as in the service.
 * @throws ServiceError SerializationException for a wrong type, ValidationException for a broken limit.
 */
export function validateInput(operation: OperationName, input: unknown): Readonly<Record<string, unknown>> {
  const problems: string[] = [];
  check(facts.operations[operation], input, '', problems);
  if (problems.length > 0) {
    const count = `${problems.length} validation error${problems.length === 1 ? '' : 's'} detected`;
    throw new ServiceError('ValidationException', `${count}: ${problems.join('; ')}`);
  }
  return expectObject(input, facts.operations[operation]);
}

/** The values that the service allows for an enumeration, such as TrainingInstanceType. */
export function allowedValues(shapeName: string): readonly string[] {
  const shape = facts.shapes[shapeName];
  return shape.type === 'string' ? (shape.enum ?? []) : [];
}

function check(shapeName: string, value: unknown, path: string, problems: string[]): void {
  const shape = facts.shapes[shapeName];
  switch (shape.type) {
    case 'structure':
      checkStructure(shape, expectObject(value, shapeName), path, problems);
      return;
    case 'list': {
      if (!Array.isArray(value)) throw wrongType(value, 'a List');
      report(limitsOfLength(shape, value.length), value, path, problems);
      for (const [index, item] of value.entries()) check(shape.member, item, `${path}.${index + 1}.member`, problems);
      return;
    }
    case 'map': {
      const entries = Object.entries(expectObject(value, shapeName));
      report(limitsOfLength(shape, entries.length), value, path, problems);
      const brokenByKeys = entries.flatMap(([key]) => brokenLimits(shape.key, key));
      const brokenByValues = entries.flatMap(([, item]) => brokenLimits(shape.value, item));
      if (brokenByKeys.length > 0)
        report([`Map keys must satisfy constraint: [${limitsOf(shape.key)}]`], value, path, problems);
      if (brokenByValues.length > 0) {
        report([`Map value must satisfy constraint: [${limitsOf(shape.value)}]`], value, path, problems);
      }
      return;
    }
    default:
      report(brokenLimits(shapeName, value), value, path, problems);
  }
}

function checkStructure(
  shape: Structure,
  value: Readonly<Record<string, unknown>>,
  path: string,
  problems: string[],
): void {
  const inner = (member: string): string => (path === '' ? lowerFirst(member) : `${path}.${lowerFirst(member)}`);
  for (const member of shape.required ?? []) {
    if (isAbsent(value[member])) report(['Member must not be null'], null, inner(member), problems);
  }
  for (const [member, memberShape] of Object.entries(shape.members)) {
    if (!isAbsent(value[member])) check(memberShape, value[member], inner(member), problems);
  }
}

/** The limits that a scalar breaks, in the service's words. */
function brokenLimits(shapeName: string, value: unknown): string[] {
  const shape = facts.shapes[shapeName];
  switch (shape.type) {
    case 'string': {
      if (typeof value !== 'string') throw wrongType(value, 'a String');
      const broken = limitsOfLength(shape, value.length);
      if (shape.enum !== undefined && !shape.enum.includes(value)) broken.push(enumLimit(shape.enum));
      if (shape.pattern !== undefined && !compilePattern(shape.pattern).test(value))
        broken.push(patternLimit(shape.pattern));
      return broken;
    }
    case 'integer':
    case 'long':
    case 'float':
    case 'double': {
      const wantsWhole = shape.type === 'integer' || shape.type === 'long';
      if (typeof value !== 'number') throw wrongType(value, wantsWhole ? 'an Integer' : 'a Float');
      const broken: string[] = [];
      if (shape.min !== undefined && value < shape.min) broken.push(valueLimit('greater', shape.min));
      if (shape.max !== undefined && value > shape.max) broken.push(valueLimit('less', shape.max));
      return broken;
    }
    case 'boolean':
      if (typeof value !== 'boolean') throw wrongType(value, 'a Boolean');
      return [];
    case 'timestamp':
      if (typeof value !== 'number') throw wrongType(value, 'a Timestamp');
      return [];
    default:
      return [];
  }
}

/** All limits of a string, as the service lists them for the keys and values of maps. */
function limitsOf(shapeName: string): string {
  const shape = facts.shapes[shapeName];
  if (shape.type !== 'string') return '';
  return [
    ...(shape.max === undefined ? [] : [lengthLimit('less', shape.max)]),
    ...(shape.min === undefined ? [] : [lengthLimit('greater', shape.min)]),
    ...(shape.pattern === undefined ? [] : [patternLimit(shape.pattern)]),
    ...(shape.enum === undefined ? [] : [enumLimit(shape.enum)]),
  ].join(', ');
}

function limitsOfLength(limits: { readonly min?: number; readonly max?: number }, length: number): string[] {
  const broken: string[] = [];
  if (limits.min !== undefined && length < limits.min) broken.push(lengthLimit('greater', limits.min));
  if (limits.max !== undefined && length > limits.max) broken.push(lengthLimit('less', limits.max));
  return broken;
}

function report(broken: readonly string[], value: unknown, path: string, problems: string[]): void {
  for (const limit of broken) {
    problems.push(`Value ${describeValue(value)} at '${path}' failed to satisfy constraint: ${limit}`);
  }
}

function describeValue(value: unknown): string {
  if (value === null) return 'null';
  return `'${typeof value === 'object' ? JSON.stringify(value) : String(value)}'`;
}

/** Java's regular expressions, which the service uses, in JavaScript's form. The whole text must match. */
export function compilePattern(pattern: string): RegExp {
  const known = patterns.get(pattern);
  if (known !== undefined) return known;
  const translated = `^(?:${pattern.replaceAll('\\p{Alnum}', 'a-zA-Z0-9')})$`;
  // Only Unicode classes need the strict `u` mode, which refuses the unnecessary escapes of other patterns.
  const compiled = new RegExp(translated, translated.includes('\\p{') ? 'u' : '');
  patterns.set(pattern, compiled);
  return compiled;
}

function expectObject(value: unknown, shapeName: string): Readonly<Record<string, unknown>> {
  if (!isObject(value)) throw wrongType(value, `a ${shapeName}`);
  return value;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrongType(value: unknown, wanted: string): ServiceError {
  const found = Array.isArray(value) ? 'LIST' : value === null ? 'NULL' : typeof value;
  return new ServiceError('SerializationException', `${found.toUpperCase()}_VALUE can not be converted to ${wanted}`);
}

const isAbsent = (value: unknown): value is null | undefined => value === undefined || value === null;
const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
const lengthLimit = (side: 'greater' | 'less', limit: number): string =>
  `Member must have length ${side} than or equal to ${limit}`;
const valueLimit = (side: 'greater' | 'less', limit: number): string =>
  `Member must have value ${side} than or equal to ${limit}`;
const enumLimit = (allowed: readonly string[]): string => `Member must satisfy enum value set: [${allowed.join(', ')}]`;
const patternLimit = (pattern: string): string => `Member must satisfy regular expression pattern: ${pattern}`;
