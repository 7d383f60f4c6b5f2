import { AsyncLocalStorage } from 'node:async_hooks';
import { BEFORE_TERMINATION } from '../io-thread/thread-protocol';
import type { CellOwnership } from './ownership';

/**
 * Makes the main thread survive it when V8 ends its running JavaScript.
 * Node.js aborts when async hooks are on at that moment, so they are switched off just before,
 * and their stack, which nobody unwinds, is cleared after. `--no-force-async-hooks-checks` must be given as well.
 */
export class Termination {
  private readonly storages = new Set<WeakRef<AsyncLocalStorage<unknown>>>();

  constructor(private readonly ownership: CellOwnership) {}

  /** Must be called before cells run, for it has to know who uses async hooks. */
  prepare(): void {
    this.watchStorages();
    Object.defineProperty(globalThis, Symbol.for(BEFORE_TERMINATION), { value: () => this.disableStorages() });
  }

  /** Puts things in order after JavaScript was ended. */
  recover(): void {
    this.ownership.reset();
    // Node.js clears the stack of async ids when it meets an uncaught error, and at no other time.
    setImmediate(() => {
      process.setUncaughtExceptionCaptureCallback(() => process.setUncaughtExceptionCaptureCallback(null));
      throw new ClearAsyncStack();
    });
  }

  /** Runs in the midst of the busy code, called through the inspector. */
  private disableStorages(): void {
    for (const reference of this.storages) reference.deref()?.disable();
    this.storages.clear();
  }

  /** Libraries may use AsyncLocalStorage; each `run` or `enterWith` switches async hooks on. */
  private watchStorages(): void {
    for (const name of ['run', 'enterWith'] as const) {
      const watched = new Proxy(AsyncLocalStorage.prototype[name], {
        apply: (method, self: AsyncLocalStorage<unknown>, parameters) => {
          this.remember(self);
          return Reflect.apply(method, self, parameters);
        },
      });
      Object.defineProperty(AsyncLocalStorage.prototype, name, { value: watched, configurable: true, writable: true });
    }
  }

  private readonly known = new WeakMap<AsyncLocalStorage<unknown>, WeakRef<AsyncLocalStorage<unknown>>>();

  private remember(storage: AsyncLocalStorage<unknown>): void {
    const reference = this.known.get(storage) ?? new WeakRef(storage);
    this.known.set(storage, reference);
    this.storages.add(reference);
  }
}

class ClearAsyncStack extends Error {}
