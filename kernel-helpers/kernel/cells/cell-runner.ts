import type { Diagnostic } from 'tslab/dist/converter';
import type { Executor } from 'tslab/dist/executor';
import { CellCompiler } from '../compiler/cell-compiler';
import type { CellSources } from '../compiler/cell-sources';
import { emittedMaps } from '../compiler/emitted-maps';
import { RenewedConverter } from '../compiler/renewed-converter';
import type { Tslab } from '../compiler/tslab';
import { interruptible } from '../owners/interruptible';
import { type Cell, InterruptedError } from './cell';
import type { CellOwnership } from './ownership';
import type { Protection } from './protection';

/** How a cell ended. */
export type CellOutcome =
  | { readonly kind: 'done'; readonly result?: { readonly value: unknown } }
  | { readonly kind: 'threw'; readonly error: unknown }
  | { readonly kind: 'does not compile'; readonly diagnostics: readonly Diagnostic[] };

/** Executes cells one at a time through tslab's converter and executor. */
export class CellRunner {
  private readonly compiler: CellCompiler;
  readonly executor: Executor;
  private lastValue: { readonly value: unknown } | undefined;
  private lastError: unknown;
  private giveUpRunning: ((error: Error) => void) | undefined;

  constructor(
    tslab: Tslab,
    rootDirectory: string,
    sources: CellSources,
    private readonly ownership: CellOwnership,
    { protect }: Protection,
  ) {
    const converter = new RenewedConverter(() => tslab.createConverter({ isJS: false, isBrowser: false }));
    this.compiler = new CellCompiler(converter, protect, emittedMaps, sources);
    const converters = { node: this.compiler, browser: this.compiler, close: () => this.compiler.close() };
    this.executor = tslab.createExecutor(rootDirectory, converters, {
      // tslab calls these two with what it would print: the last expression's value, and what was thrown.
      log: (value: unknown) => {
        this.lastValue = { value };
      },
      error: (error: unknown) => {
        this.lastError = error;
      },
    });
  }

  /** Does in advance the work that the first cell would wait for. */
  warmUp(): void {
    this.compiler.warmUp();
  }

  /** Resolves when the cell has ended or was interrupted; never rejects. */
  async run(cell: Cell): Promise<CellOutcome> {
    this.lastValue = undefined;
    this.lastError = undefined;
    this.compiler.startCell({ scriptName: cell.scriptName, title: cell.title });
    const before = { ...this.executor.locals };
    const outcome = await this.outcomeOf(cell);
    const isDone = outcome.kind === 'done';
    this.compiler.endCell((name) => isDone || isNewValue(name, this.executor.locals, before));
    return outcome;
  }

  private async outcomeOf(cell: Cell): Promise<CellOutcome> {
    try {
      return await this.interruptible(cell, () => this.execute(cell));
    } catch (error) {
      return { kind: 'threw', error };
    }
  }

  /** Gives up the running cell; `frames` say where it was. Its code ends at its next `await`, or when it looks at its signal. */
  interrupt(frames: readonly string[] = []): void {
    this.giveUp(new InterruptedError(frames));
    this.executor.interrupt();
  }

  /** Ends the running cell with an error; false when none runs. */
  giveUp(error: Error): boolean {
    const { giveUpRunning } = this;
    giveUpRunning?.(error);
    return giveUpRunning !== undefined;
  }

  /** Does a cell's work until it is done. When the user interrupts the cell, this rejects with the interruption. */
  interruptible<T>(cell: Cell, work: () => Promise<T>): Promise<T> {
    this.giveUpRunning = (error) => cell.interrupt(error);
    return interruptible(cell.signal, () => this.ownership.run(cell, work)).finally(() => {
      this.giveUpRunning = undefined;
    });
  }

  private async execute(cell: Cell): Promise<CellOutcome> {
    const succeeded = await this.executor.execute(cell.content.code);
    const diagnostics = this.compiler.lastDiagnostics;
    if (diagnostics.length > 0) return { kind: 'does not compile', diagnostics };
    if (!succeeded) return { kind: 'threw', error: this.lastError };
    return { kind: 'done', ...(this.lastValue && { result: this.lastValue }) };
  }
}

type Variables = Readonly<Record<string, unknown>>;

function isNewValue(name: string, now: Variables, before: Variables): boolean {
  return name in now && !(name in before && Object.is(now[name], before[name]));
}
