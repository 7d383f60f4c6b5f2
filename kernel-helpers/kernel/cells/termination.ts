import { AsyncLocalStorage, createHook } from 'node:async_hooks';
import { Session } from 'node:inspector';
import { type BusyCodeAnswer, END_BUSY_CODE } from '../io-thread/thread-protocol';
import type { Owner } from '../owners/owner';
import { InterruptedError } from './cell';
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
 * Node.js aborts when async hooks are on at that moment, so this switches them off before. Afterwards it clears their
 * stack, which is not unwound. Node.js must be started with `--no-force-async-hooks-checks` as well.
 */
export class Termination {
  private readonly enabled = new Set<WeakRef<AsyncHooksUser>>();
  private inspector: Session | undefined;
  private endedAt: readonly string[] = [];

  constructor(private readonly parts: TerminationParts) {}

  /** Must be called before cells run, because it has to know which code uses async hooks. */
  prepare(): void {
    this.watchUsersOfHooks();
    const value = (mayBeNobodys: boolean) => this.endBusyCode(mayBeNobodys);
    Object.defineProperty(globalThis, Symbol.for(END_BUSY_CODE), { value });
  }

  /** Gives once the stack frames at which the running cell was ended; none when the cell was waiting instead. */
  takePlace(): readonly string[] {
    const frames = this.endedAt;
    this.endedAt = [];
    return frames;
  }

  /**
   * The I/O thread calls this through the inspector, in the middle of the busy code. Checking what runs and ending it
   * are one step: if the end came a moment later, it would hit the kernel, and a message would be lost.
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
    // The error of the running cell shows these frames.
    if (owner) setImmediate(() => owner.loseBusyCode(new InterruptedError(frames)));
    if (owner?.request === currentCell.running?.request) this.endedAt = frames;
    else if (owner?.isCell === true) setImmediate(() => this.tell(owner, frames));
    setImmediate(clearAsyncStack);
    this.inspectorOfThisThread().post('Runtime.terminateExecution');
    return 'ended';
  }

  private tell(owner: Owner, frames: readonly string[]): void {
    const lines = ['Interrupted: code that this cell had left running was stopped.', ...frames, ''];
    this.parts.streams.write('stderr', lines.join('\n'), owner);
  }

  private inspectorOfThisThread(): Session {
    if (!this.inspector) {
      this.inspector = new Session();
      this.inspector.connect();
    }
    return this.inspector;
  }

  /** Hooks that are running at this moment are switched off when they return. */
  private disableHooks(): void {
    for (const reference of this.enabled) reference.deref()?.disable();
    this.enabled.clear();
  }

  /** Libraries may use AsyncLocalStorage, and cells their own hooks; each of these calls switches async hooks on. */
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

/** Skips the frame of the inspector's call, which is above the busy code. No stack shows the frames of this kernel. */
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
