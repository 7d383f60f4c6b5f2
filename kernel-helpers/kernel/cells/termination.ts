import { AsyncLocalStorage, createHook } from 'node:async_hooks';
import { Session } from 'node:inspector';
import { type BusyCodeAnswer, END_BUSY_CODE } from '../io-thread/thread-protocol';
import type { Cell } from './cell';
import type { CurrentCell } from './current-cell';
import type { OutputStreams } from './output-streams';
import type { CellOwnership } from './ownership';
import type { Protection } from './protection';

export interface TerminationParts {
  readonly ownership: CellOwnership;
  readonly currentCell: CurrentCell;
  readonly protection: Protection;
  readonly streams: OutputStreams;
}

/** An `AsyncLocalStorage` or an `AsyncHook`. */
interface AsyncHooksUser {
  disable(): unknown;
}

type AnyFunction = (...parameters: unknown[]) => unknown;

/**
 * Ends the JavaScript that keeps the main thread busy, and makes the thread survive it.
 * Node.js aborts when async hooks are on at that moment, so they are switched off before, and their stack,
 * which nobody unwinds, is cleared after. `--no-force-async-hooks-checks` must be given as well.
 */
export class Termination {
  private readonly enabled = new Set<WeakRef<AsyncHooksUser>>();
  private inspector: Session | undefined;
  private endedAt: readonly string[] = [];

  constructor(private readonly parts: TerminationParts) {}

  /** Must be called before cells run, for it has to know who uses async hooks. */
  prepare(): void {
    this.watchUsersOfHooks();
    const value = (mayBeNobodys: boolean) => this.endBusyCode(mayBeNobodys);
    Object.defineProperty(globalThis, Symbol.for(END_BUSY_CODE), { value });
  }

  /** The stack frames at which the running cell was ended, told once; none when it was not ended but waits. */
  takePlace(): readonly string[] {
    const frames = this.endedAt;
    this.endedAt = [];
    return frames;
  }

  /**
   * Runs in the midst of the busy code, called by the I/O thread through the inspector. The look at what runs and
   * its end are one step: an end that came a moment later would hit the kernel, and a message would be lost.
   */
  private endBusyCode(mayBeNobodys: boolean): BusyCodeAnswer {
    const { ownership, protection, currentCell } = this.parts;
    if (protection.isActive) return 'protected';
    const { owner } = ownership;
    if (owner === undefined && !mayBeNobodys) return 'of no cell';
    if (this.enabled.size > 0) {
      this.disableHooks();
      return 'hooks go off';
    }
    const frames = framesOfBusyCode();
    ownership.reset();
    // The running cell hears of it by its error.
    if (owner === currentCell.running) this.endedAt = frames;
    else if (owner) setImmediate(() => this.tell(owner, frames));
    setImmediate(clearAsyncStack);
    this.inspectorOfThisThread().post('Runtime.terminateExecution');
    return 'ended';
  }

  private tell(cell: Cell, frames: readonly string[]): void {
    const lines = ['Interrupted: code that this cell had left running was stopped.', ...frames, ''];
    this.parts.streams.write('stderr', lines.join('\n'), cell);
  }

  private inspectorOfThisThread(): Session {
    if (!this.inspector) {
      this.inspector = new Session();
      this.inspector.connect();
    }
    return this.inspector;
  }

  /** Hooks that are being called at this moment go off when they return. */
  private disableHooks(): void {
    for (const reference of this.enabled) reference.deref()?.disable();
    this.enabled.clear();
  }

  /** Libraries may use AsyncLocalStorage, and cells a hook of their own; each of these calls switches async hooks on. */
  private watchUsersOfHooks(): void {
    this.watch(AsyncLocalStorage.prototype, 'run');
    this.watch(AsyncLocalStorage.prototype, 'enterWith');
    this.watch(Object.getPrototypeOf(createHook({})), 'enable');
  }

  private watch(prototype: object, name: string): void {
    const watched = new Proxy<AnyFunction>(Reflect.get(prototype, name), {
      apply: (method, self: AsyncHooksUser, parameters) => {
        this.remember(self);
        return Reflect.apply(method, self, parameters);
      },
    });
    Object.defineProperty(prototype, name, { value: watched, configurable: true, writable: true });
  }

  private readonly known = new WeakMap<AsyncHooksUser, WeakRef<AsyncHooksUser>>();

  private remember(user: AsyncHooksUser): void {
    const reference = this.known.get(user) ?? new WeakRef(user);
    this.known.set(user, reference);
    this.enabled.add(reference);
  }
}

/** Below the frames of this kernel, which no stack shows, lies that of the inspector's call, and then the busy code. */
function framesOfBusyCode(): readonly string[] {
  const [, , ...frames] = (new Error().stack ?? '').split('\n');
  return frames;
}

/** Node.js clears the stack of async ids when it meets an uncaught error, and at no other time. */
function clearAsyncStack(): never {
  process.setUncaughtExceptionCaptureCallback(() => process.setUncaughtExceptionCaptureCallback(null));
  throw new ClearAsyncStack();
}

class ClearAsyncStack extends Error {}
