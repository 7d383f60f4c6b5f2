import { promiseHooks } from 'node:v8';
import type { Owner } from '../owners/owner';
import { afterImmediates } from './after-immediates';
import { PromiseStarts } from './promise-starts';

const OWNER = Symbol('what made this promise');

interface OwnedPromise extends Promise<unknown> {
  [OWNER]?: Owner;
}

type AnyFunction = (...parameters: unknown[]) => unknown;

/**
 * Follows each cell, and other work, through its promises and timers, so that late output finds the cell that caused it.
 *
 * This is AsyncLocalStorage without async hooks: with those on, Node.js aborts the process when V8 ends
 * the running JavaScript, and that is how a busy cell is interrupted (`InternalCallbackScope::Close` in
 * https://github.com/nodejs/node/blob/v20.x/src/api/callback.cc checks that the hooks' stack is unwound).
 */
export class CellOwnership {
  private current: Owner | undefined;
  private readonly interrupted: (Owner | undefined)[] = [];
  private readonly throwers = new WeakMap<object, Owner>();
  private readonly starts = new PromiseStarts();

  /** What started the code that runs now; undefined for code of the kernel itself and of native callbacks. */
  get owner(): Owner | undefined {
    return this.current;
  }

  /** Runs `work`, and all that it starts, on behalf of `owner`. */
  run<T>(owner: Owner, work: () => T): T {
    const before = this.current;
    this.current = owner;
    this.starts.refill();
    try {
      return work();
    } catch (error) {
      if (typeof error === 'object' && error !== null && !this.throwers.has(error)) this.throwers.set(error, owner);
      throw error;
    } finally {
      this.current = before;
    }
  }

  /** Whose code threw an error; undefined for code that belongs to nothing. */
  throwerOf(error: unknown): Owner | undefined {
    return typeof error === 'object' && error !== null ? this.throwers.get(error) : undefined;
  }

  /** What made a promise; undefined for code that belongs to nothing. */
  ownerOf(promise: OwnedPromise): Owner | undefined {
    return promise[OWNER];
  }

  /** The stack frames at which an owner made a promise; none when they were not recorded. */
  startOf(promise: Promise<unknown>): readonly string[] {
    return this.starts.framesOf(promise);
  }

  /** Starts to follow promises and timers; once for the life of the process. */
  follow(): void {
    promiseHooks.createHook({
      init: (promise: OwnedPromise, parent: unknown) => {
        if (!this.current) return;
        // It is not enumerable, so that a promise that is shown looks as usual.
        Object.defineProperty(promise, OWNER, { value: this.current });
        // Nobody forgets to wait for the promises that `then` and `await` make.
        if (parent === undefined) this.starts.note(promise);
      },
      before: (promise: OwnedPromise) => {
        this.interrupted.push(this.current);
        this.current = promise[OWNER];
      },
      after: () => {
        this.current = this.interrupted.pop();
      },
    });
    this.followCallbacks('setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask');
  }

  /** Forgets what was running, because V8 ended it without a call of `after`. */
  reset(): void {
    this.current = undefined;
    this.interrupted.length = 0;
  }

  private followCallbacks(
    ...names: readonly ('setTimeout' | 'setInterval' | 'setImmediate' | 'queueMicrotask')[]
  ): void {
    for (const name of names) {
      const followed = new Proxy(globalThis[name], {
        apply: (schedule, self, [callback, ...rest]) =>
          Reflect.apply(schedule, self, [this.bind(callback, name), ...rest]),
      });
      Object.defineProperty(globalThis, name, { value: followed, configurable: true, writable: true });
    }
  }

  private bind(callback: unknown, scheduler: string): unknown {
    const owner = this.current;
    if (!owner || !isFunction(callback)) return callback;
    const bound = (...parameters: unknown[]) => this.run(owner, () => callback(...parameters));
    return scheduler === 'setImmediate' ? afterImmediates(bound) : bound;
  }
}

function isFunction(value: unknown): value is AnyFunction {
  return typeof value === 'function';
}
