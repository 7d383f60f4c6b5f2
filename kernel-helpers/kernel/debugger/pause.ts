import type { Debugger } from 'node:inspector';
import type { DebugVariable, FrameVariables } from './debugged-side';
import { type MainThread, resultOrThrow } from './main-thread';
import type { Position } from './script-positions';
import type { UserScript, UserScripts } from './user-scripts';

/** A frame of code that the user wrote. */
export interface PausedFrame {
  readonly id: number;
  readonly name: string;
  readonly script: UserScript;
  /** Undefined where the kernel has put in code of its own. */
  readonly place: Position | undefined;
  readonly call: Debugger.CallFrame;
}

/** The moment at which the main thread stands still. */
export class Pause {
  private readonly entered = new Map<number, Promise<FrameVariables>>();

  private constructor(
    private readonly main: MainThread,
    /** Without the frames of the kernel and of packages; the innermost first. */
    readonly frames: readonly PausedFrame[],
    /** False in code that is not the user's. */
    readonly isInUserCode: boolean,
  ) {}

  static async of(calls: readonly Debugger.CallFrame[], main: MainThread, scripts: UserScripts): Promise<Pause> {
    const frames: PausedFrame[] = [];
    for (const [id, call] of calls.entries()) {
      const script = await scripts.find(call.location.scriptId);
      if (script) frames.push({ id: id + 1, name: nameOf(call, script), script, place: placeOf(call, script), call });
    }
    return new Pause(main, frames, frames[0]?.id === 1);
  }

  get isAtDebuggerStatement(): boolean {
    const [frame] = this.frames;
    if (!frame?.place) return false;
    const { line, column } = frame.place;
    return frame.script.code.split('\n')[line]?.startsWith('debugger', column) === true;
  }

  /** True in a cell's own code, outside of all functions: only the kernel has called it. */
  get isInCellItself(): boolean {
    const [frame] = this.frames;
    return frame !== undefined && isCellItself(frame.call, frame.script);
  }

  get isAtEndOfCell(): boolean {
    return this.isInCellItself && this.frames[0]?.call.returnValue !== undefined;
  }

  /** Throws when there is no such frame. */
  frame(id: number | undefined): PausedFrame {
    const found = id === undefined ? this.frames[0] : this.frames.find((frame) => frame.id === id);
    if (!found) throw new Error(`There is no frame ${id} now.`);
    return found;
  }

  /** What the frame's variables are called, and the references by which they are asked for. */
  variablesOf(frame: PausedFrame): Promise<FrameVariables> {
    const known = this.entered.get(frame.id) ?? this.enter(frame);
    this.entered.set(frame.id, known);
    return known;
  }

  /** Evaluates TypeScript in a frame. Throws with the words of the error. */
  async evaluate(code: string, frame: PausedFrame): Promise<DebugVariable> {
    const result = await this.resultOf(code, frame);
    return this.main.callWith('present', result);
  }

  /** Gives a variable of the notebook a value from a frame. */
  async copyToGlobals(from: string, frame: PausedFrame, to: string): Promise<void> {
    const result = await this.resultOf(from, frame);
    if (result.length === 0) throw new Error(`${from} has no value here.`);
    await this.main.callWith('setGlobal', result, to);
  }

  /** An array with the value; none where the code has none. */
  private async resultOf(code: string, frame: PausedFrame): Promise<readonly string[]> {
    const { names } = await this.variablesOf(frame);
    const expression = await this.main.call('evaluable', code, names);
    const { result, exceptionDetails } = await this.main.session.post('Debugger.evaluateOnCallFrame', {
      callFrameId: frame.call.callFrameId,
      expression,
      silent: true,
    });
    if (exceptionDetails) resultOrThrow(result, exceptionDetails);
    return result.objectId === undefined ? [] : [result.objectId];
  }

  private async enter({ call, script }: PausedFrame): Promise<FrameVariables> {
    const isCell = isCellItself(call, script);
    const scopes = call.scopeChain.filter(({ type }) => type !== 'global' && type !== 'script');
    const outer = scopes.findIndex(({ type }) => type === 'closure' || type === 'module');
    const localCount = isCell || outer < 0 ? scopes.length : outer;
    const objectIds = [...scopes.map(({ object }) => object), call.this].flatMap(({ objectId }) => objectId ?? []);
    const description = { scopeCount: scopes.length, localCount, isCell, code: script.code };
    return this.main.callWith('enterFrame', objectIds, description);
  }
}

/** True for a cell's own code, outside of all functions. */
function isCellItself({ functionName, functionLocation }: Debugger.CallFrame, { isCell }: UserScript): boolean {
  return (
    isCell && functionName === '' && functionLocation?.lineNumber === 0 && (functionLocation.columnNumber ?? 0) <= 0
  );
}

function nameOf(call: Debugger.CallFrame, script: UserScript): string {
  if (isCellItself(call, script)) return script.title;
  return call.functionName === '' ? '(anonymous)' : call.functionName;
}

function placeOf({ location }: Debugger.CallFrame, { positions }: UserScript): Position | undefined {
  return positions.sourceOf({ line: location.lineNumber, column: location.columnNumber ?? 0 });
}
