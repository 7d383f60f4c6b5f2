import type { EventEmitter } from 'node:events';

type AnyFunction = (...parameters: unknown[]) => unknown;
type Listener = (...parameters: unknown[]) => void;

const REMOVERS = ['removeAllListeners', 'removeListener', 'off'] as const;

/** Cells may silence warnings; the kernel does not need the listener for them. */
const NOT_KEPT = 'warning';
/** Node.js itself removes these listeners while a cell's script runs, so that SIGINT breaks it, and puts them back. */
const TAKEN_MEANWHILE = 'SIGINT';

/**
 * Lets cells remove their own listeners from the process, but not those that are there now. Without these, a late error
 * or a signal would end the kernel.
 */
export function keepListeners(): void {
  const emitter: EventEmitter = process;
  const names = emitter.eventNames().filter((name) => name !== NOT_KEPT);
  // Node's own `newListener` listeners come first: without them no signal reaches a listener.
  const kept = names.flatMap((name) => listenersOf(emitter, name).map((listener) => ({ name, listener })));
  const restore = (isKept: (name: string | symbol) => boolean) => {
    for (const { name, listener } of kept) {
      if (isKept(name) && !listenersOf(emitter, name).includes(listener)) emitter.on(name, listener);
    }
  };
  for (const remover of REMOVERS) {
    const remove = emitter[remover] as AnyFunction;
    const value = (...parameters: unknown[]) => {
      Reflect.apply(remove, emitter, parameters);
      restore((name) => name !== TAKEN_MEANWHILE);
      setImmediate(restore, () => true);
      return emitter;
    };
    Object.defineProperty(value, 'name', { value: remover });
    Object.defineProperty(emitter, remover, { value, configurable: true, writable: true });
  }
}

function listenersOf(emitter: EventEmitter, name: string | symbol): readonly Listener[] {
  return emitter.rawListeners(name) as Listener[];
}
