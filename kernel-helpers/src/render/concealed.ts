import { INSPECT } from '../mime';

/**
 * Makes an object that holds secrets safe to print and to save with a notebook: `shown` takes its place wherever it is
 * inspected or written as JSON. A copy made by `{ ...value }` is not safe.
 */
export function concealed<Value extends object>(value: Value, shown: string | object): Value {
  return Object.defineProperties(value, { [INSPECT]: { value: () => shown }, toJSON: { value: () => shown } });
}
