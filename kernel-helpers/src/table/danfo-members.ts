import { UserError } from '../errors';
import { carryOrigin, isGroups } from './frame-origin';

/** What to do instead of an assignment that danfo cannot honour. */
const ADVICE: Readonly<Record<string, string>> = {
  columns: "Rename columns with frame.rename({ old: 'new' }), which gives a new frame.",
  index: 'Use frame.setIndex({ index: […] }), which gives a new frame.',
  values: "Assign a whole column: frame['NAME'] = […].",
  dtypes: "Use frame.asType('NAME', 'float32'), which gives a new frame.",
};

const guarded = new WeakSet<object>();

/**
 * Makes the members of danfo's class refuse assignments, which danfo accepts silently and which break the frame. Also
 * makes what its methods return carry the frame's origin.
 */
export function guardMembers(prototype: object, className: string): void {
  if (guarded.has(prototype)) return;
  guarded.add(prototype);
  for (const [name, member] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    if (name === 'constructor' || member.configurable !== true) continue;
    const refuse = (): never => {
      const advice = ADVICE[name] ?? `For a column of that name use frame.addColumn('${name}', values).`;
      throw new UserError(`${name} is part of danfo's ${className} and cannot be assigned. ${advice}`);
    };
    const { value, get } = member;
    if (typeof value === 'function') {
      const method = carrying(value, className);
      Object.defineProperty(prototype, name, { configurable: true, get: () => method, set: refuse });
    } else if (get !== undefined) {
      Object.defineProperty(prototype, name, { configurable: true, get: carrying(get, className), set: refuse });
    }
  }
}

type Method = (this: unknown, ...args: readonly unknown[]) => unknown;

function carrying(method: Method, className: string): Method {
  return function (this: unknown, ...args) {
    const result = Reflect.apply(method, this, args);
    carryOrigin(this, result);
    if (typeof result === 'object' && result !== null && isGroups(result)) {
      guardMembers(Object.getPrototypeOf(result), `groups of a ${className}`);
    }
    return result;
  };
}
