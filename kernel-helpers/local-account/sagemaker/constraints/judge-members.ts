import { notOffered } from '../service-error';
import { MEMBER_EFFECTS, type MemberEffect } from './member-effects';

type Input = Readonly<Record<string, unknown>>;

/** @throws ServiceError for the first member of a request that the local account refuses. */
export function refuseMembers(operation: string, input: Input): void {
  for (const [path, effect] of effectsOf(operation)) {
    if (typeof effect === 'object' && isGiven(input, path)) throw notOffered(path, effect.refused);
  }
}

/** The members of a request that are stored and have no effect on this machine. The user must know them. */
export function membersWithoutEffect(operation: string, input: Input): string[] {
  return effectsOf(operation).flatMap(([path, effect]) => (effect === 'none' && isGiven(input, path) ? [path] : []));
}

/** The log line that names these members; empty if there are none. */
export function describeWithoutEffect(paths: readonly string[]): string[] {
  if (paths.length === 0) return [];
  return [`local account: without effect on this machine: ${paths.join(', ')}`];
}

function effectsOf(operation: string): [string, MemberEffect][] {
  return Object.entries<Readonly<Record<string, MemberEffect>>>(MEMBER_EFFECTS)
    .filter(([name]) => name === operation)
    .flatMap(([, effects]) => Object.entries(effects));
}

/** True if the request asks for something with this member: not if it is empty or switches something off. */
function isGiven(value: unknown, path: string): boolean {
  const [first, ...rest] = path.split('.');
  return valuesOf(value).some((item) => {
    const member = item[first];
    return rest.length > 0 ? isGiven(member, rest.join('.')) : asksForSomething(member);
  });
}

function asksForSomething(member: unknown): boolean {
  if (Array.isArray(member)) return member.length > 0;
  if (isObject(member)) return member.DisableProfiler !== true;
  return member !== undefined && member !== null && member !== false && member !== '';
}

function valuesOf(value: unknown): readonly Input[] {
  return (Array.isArray(value) ? value : [value]).filter(isObject);
}

function isObject(value: unknown): value is Input {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
