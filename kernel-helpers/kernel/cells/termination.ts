import { AsyncLocalStorage } from 'node:async_hooks';
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

/**
 * Ends the JavaScript that keeps the main thread busy, and makes the thread survive it.
 * Node.js aborts when async hooks are on at that moment, so they are switched off before, and their stack,
 * which nobody unwinds, is cleared after. `--no-force-async-hooks-checks` must be given as well.
 */
export class Termination {
  private readonly storages = new Set<WeakRef<AsyncLocalStorage<unknown>>>();
  private inspector: Session | undefined;
  private endedAt: readonly string[] = [];

  constructor(private readonly parts: TerminationParts) {}

  /** Must be called before cells run, for it has to know who uses async hooks. */
  prepare(): void {
    this.watchStorages();
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
    if (this.storages.size > 0) {
      this.disableStorages();
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
