import type { Runtime, Debugger as V8 } from 'node:inspector';
import { setTimeout as delay } from 'node:timers/promises';
import { Breakpoints } from './breakpoints';
import { MainThread } from './main-thread';
import { Pause } from './pause';
import { FOREIGN_SCRIPTS, type UserScript, UserScripts } from './user-scripts';

export type Step = 'Debugger.stepOver' | 'Debugger.stepInto' | 'Debugger.stepOut';
export type ExceptionState = 'none' | 'uncaught' | 'all';

/** Why the main thread stands still: https://microsoft.github.io/debug-adapter-protocol/specification#Events_Stopped */
export interface Stop {
  readonly reason: 'step' | 'breakpoint' | 'exception' | 'pause';
  /** The error, for an exception. */
  readonly text?: string;
  readonly breakpointIds: readonly number[];
}

export interface DebuggerListener {
  onStop(stop: Stop): void;
  onContinue(): void;
}

/** A step that ends where it began, or in code that the user has not written, goes on; but not forever. */
const MOST_STEPS_ON = 20;

/** How soon a pause is asked for again that has come in code of the kernel. */
const ASK_AGAIN_MS = 20;

interface StepUnderWay {
  readonly method: Step;
  readonly from: Pause;
  readonly count: number;
}

/** Pauses the main thread, and says where it stands. */
export class Debugger {
  readonly breakpoints: Breakpoints;
  private readonly main = new MainThread();
  private readonly scripts = new UserScripts(this.main);
  private current: Pause | undefined;
  private step: StepUnderWay | undefined;
  /** `reached`: V8 stands somewhere in a statement, and the end of that statement is still to come. */
  private wantedPause: 'none' | 'asked' | 'reached' = 'none';
  private isSkipping = false;

  private constructor(private readonly listener: DebuggerListener) {
    this.breakpoints = new Breakpoints(this.main, this.scripts);
    const { session } = this.main;
    session.on('Debugger.scriptParsed', ({ params }) => this.scripts.add(params.scriptId, params.url));
    session.on('Debugger.paused', ({ params }) => void this.handlePause(params));
    session.on('Debugger.resumed', () => this.handleResume());
  }

  /** Attaches to the main thread. */
  static async start(listener: DebuggerListener): Promise<Debugger> {
    const started = new Debugger(listener);
    const { session } = started.main;
    await session.post('Debugger.enable');
    await session.post('Debugger.setBlackboxPatterns', { patterns: [...FOREIGN_SCRIPTS] });
    // The breakpoints of a cell are set when its code is known, and before it runs.
    const instrumentation = 'beforeScriptWithSourceMapExecution';
    await session.post('Debugger.setInstrumentationBreakpoint', { instrumentation });
    return started;
  }

  /** Undefined while the main thread runs. */
  get pause(): Pause | undefined {
    return this.current;
  }

  /** The kernel's own side, which answers also while the main thread is paused. */
  get mainThread(): MainThread {
    return this.main;
  }

  get userScripts(): UserScripts {
    return this.scripts;
  }

  async resume(): Promise<void> {
    if (this.current) await this.main.session.post('Debugger.resume');
  }

  async stepOn(method: Step): Promise<void> {
    if (!this.current) throw new Error('Nothing is paused.');
    if (method === 'Debugger.stepOut' && this.current.isInCellItself) return this.endStep();
    this.step = { method, from: this.current, count: 0 };
    await this.main.session.post(method);
  }

  /** Pauses at the next statement of the user's. */
  async pauseNext(): Promise<void> {
    this.wantedPause = 'asked';
    await this.main.session.post('Debugger.pause');
  }

  async pauseOnExceptions(state: ExceptionState): Promise<void> {
    await this.main.session.post('Debugger.setPauseOnExceptions', { state });
  }

  /** Call when a cell has ended: a step or an interrupt that began in it has come to its end too. */
  async endCell(): Promise<void> {
    this.step = undefined;
    this.wantedPause = 'none';
    await this.allowPauses();
  }

  /** Lets the cell run without a pause to its end, or until `allowPauses`: the user interrupts it. */
  async skipPauses(): Promise<void> {
    this.step = undefined;
    this.isSkipping = true;
    await this.main.session.post('Debugger.setSkipAllPauses', { skip: true });
    await this.resume();
  }

  async allowPauses(): Promise<void> {
    if (!this.isSkipping) return;
    this.isSkipping = false;
    await this.main.session.post('Debugger.setSkipAllPauses', { skip: false });
  }

  /** Lets the main thread run on, without a debugger. */
  async close(): Promise<void> {
    await this.main.session.post('Debugger.disable');
    this.handleResume();
    this.main.close();
  }

  private async handlePause(event: V8.PausedEventDataType): Promise<void> {
    try {
      if (isBeforeScript(event)) await this.prepareScript(event);
      else await this.stop(event, await Pause.of(event.callFrames, this.main, this.scripts));
    } catch {
      // A debugger that cannot say where the cell stands must not hold it.
      await this.main.session.post('Debugger.resume').catch(() => undefined);
    }
  }

  private async prepareScript({ data }: V8.PausedEventDataType): Promise<void> {
    const script = await this.scripts.find(scriptIdOf(data));
    if (script) await this.prepare(script);
    await this.main.session.post('Debugger.resume');
  }

  private async prepare(script: UserScript): Promise<void> {
    if (script.isCell) this.step = undefined;
    await this.breakpoints.bind(script);
  }

  private async stop(event: V8.PausedEventDataType, pause: Pause): Promise<void> {
    const breakpointIds = this.breakpoints.idsOf(event.hitBreakpoints ?? []);
    const reason = this.reasonOf(event, breakpointIds, pause);
    if (reason === 'step' && pause.isAtEndOfCell) return this.endStep();
    if (reason === undefined || !pause.isInUserCode) return this.goOn(pause);
    if (reason === 'step' && this.step && isNoStep(this.step, pause)) return this.goOn(pause);
    if (reason === 'pause' && this.wantedPause === 'asked') return this.finishStatement();
    this.step = undefined;
    this.wantedPause = 'none';
    this.current = pause;
    const text = reason === 'exception' ? textOf(event.data) : undefined;
    this.listener.onStop({ reason, breakpointIds, ...(text !== undefined && { text }) });
  }

  /** V8 would step through all that the kernel does after the cell, which takes seconds. */
  private async endStep(): Promise<void> {
    this.step = undefined;
    await this.main.session.post('Debugger.resume');
  }

  /** Code that V8 has optimized would not see what somebody changes in the middle of a loop. */
  private async finishStatement(): Promise<void> {
    this.wantedPause = 'reached';
    await this.main.session.post('Debugger.stepOver');
  }

  /** Undefined for the end of a step, and for a pause, that nobody waits for any longer. */
  private reasonOf(
    { reason }: V8.PausedEventDataType,
    breakpointIds: readonly number[],
    pause: Pause,
  ): Stop['reason'] | undefined {
    if (breakpointIds.length > 0) return 'breakpoint';
    if (reason === 'exception' || reason === 'promiseRejection') return 'exception';
    if (this.wantedPause !== 'none') return 'pause';
    if (this.step) return 'step';
    // V8 gives no reason of its own for the statement `debugger`.
    return pause.isAtDebuggerStatement ? 'breakpoint' : undefined;
  }

  private async goOn(pause: Pause): Promise<void> {
    const { step } = this;
    const { session } = this.main;
    if (this.wantedPause !== 'none') return this.askAgain();
    if (!step || step.count >= MOST_STEPS_ON) return session.post('Debugger.resume');
    this.step = { ...step, count: step.count + 1 };
    await session.post(pause.isInUserCode ? step.method : 'Debugger.stepOut');
  }

  /** The kernel itself was at work, which shows nothing to the user. */
  private async askAgain(): Promise<void> {
    this.wantedPause = 'asked';
    await this.main.session.post('Debugger.resume');
    await delay(ASK_AGAIN_MS);
    if (this.wantedPause === 'asked') await this.main.session.post('Debugger.pause');
  }

  private handleResume(): void {
    if (!this.current) return;
    this.current = undefined;
    void this.main.call('leave').catch(() => undefined);
    this.listener.onContinue();
  }
}

function isBeforeScript({ reason }: V8.PausedEventDataType): boolean {
  return (reason as string) === 'instrumentation';
}

function scriptIdOf(data: unknown): string {
  const isScript = typeof data === 'object' && data !== null && 'scriptId' in data;
  return isScript ? String(data.scriptId) : '';
}

/** True when a step has not come to another line of the same call, or not to code that the user has written. */
function isNoStep({ from }: StepUnderWay, { frames }: Pause): boolean {
  const [now] = frames;
  const [before] = from.frames;
  if (!now?.place) return true;
  const isSameCall =
    frames.length === from.frames.length &&
    now.script.id === before?.script.id &&
    now.call.functionLocation?.lineNumber === before.call.functionLocation?.lineNumber &&
    now.call.functionLocation?.columnNumber === before.call.functionLocation?.columnNumber;
  return isSameCall && now.place.line === before.place?.line;
}

function textOf(data: object | undefined): string {
  const { description, value } = (data ?? {}) as Runtime.RemoteObject;
  return (description ?? String(value)).split('\n    at ')[0] ?? '';
}
