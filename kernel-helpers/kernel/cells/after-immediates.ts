/**
 * Makes a callback of `setImmediate` that does its work in a microtask. An interrupt may end the work where it stands, and
 * Node.js does not survive that inside of an immediate: it loses those that follow in the same turn, or fails at every
 * turn from then on (`processImmediate` in https://github.com/nodejs/node/blob/v20.x/lib/internal/timers.js).
 */
export function afterImmediates<Parameters extends readonly unknown[]>(
  work: (...parameters: Parameters) => unknown,
): (...parameters: Parameters) => void {
  return (...parameters) => queueMicrotask(() => void work(...parameters));
}
