import { INSPECT } from './mime';

/**
 * Gives an object that holds secrets a form that may be printed and saved with a notebook: `shown` stands in its place
 * wherever it is inspected or written as JSON. A copy made by `{ ...value }` has no such form.
 */
export function concealed<Value extends object>(value: Value, shown: string | object): Value {
  return Object.defineProperties(value, { [INSPECT]: { value: () => shown }, toJSON: { value: () => shown } });
}
