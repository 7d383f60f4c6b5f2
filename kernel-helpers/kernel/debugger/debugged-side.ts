/** Under this symbol the main thread keeps a `DebuggedSide`, which the I/O thread calls through the inspector. */
export const DEBUGGED_SIDE = 'tslab-kernel.debugged-side';

/** The source of a script, as its author wrote it. */
export interface DebuggedSource {
  /** `Cell [3]`, or the path of a file. */
  readonly title: string;
  readonly code: string;
  readonly sourceMap?: string;
}

/**
 * A variable in the Debug Adapter Protocol: https://microsoft.github.io/debug-adapter-protocol/specification#Types_Variable
 * It has no type, because JupyterLab shows a type in place of the value, and the value says what it is: `Map(1) {…}`.
 */
export interface DebugVariable {
  readonly name: string;
  /** The value in one line. */
  readonly value: string;
  /** Asks for what is in it; 0 for nothing. */
  readonly variablesReference: number;
}

/** A place in a source; lines and columns count from 0. */
export interface DebuggedPlace {
  readonly path: string;
  readonly code: string;
  readonly isCell: boolean;
  readonly line: number;
  readonly column: number;
}

/** The variables of one frame: references to ask for. */
export interface FrameVariables {
  readonly locals: number;
  /** 0 when the function uses no variables of functions around it. */
  readonly closure: number;
  readonly globals: number;
  /** The names of all of them except the notebook's. */
  readonly names: readonly string[];
}

/** What the main thread offers its debugger. Everything is synchronous, because a paused thread resolves no promise. */
export interface DebuggedSide {
  /** Undefined for a script that is no cell, and no file that the kernel has translated. */
  sourceOf(url: string): DebuggedSource | undefined;
  /** @param objects the scopes of a frame from the innermost, and then its `this` where that is an object. */
  enterFrame(objects: readonly object[], frame: FrameDescription): FrameVariables;
  variables(reference: number, start: number, count: number): readonly DebugVariable[];
  /** The variables of the notebook. */
  globals(): readonly DebugVariable[];
  /**
   * An expression for code that is to be evaluated at a place: an array with the value of the last expression, or undefined.
   * @param names what stands for something else there than in the notebook.
   */
  evaluable(code: string, names: readonly string[]): string;
  /** The same for the condition of a breakpoint, whose place nothing has reached yet. */
  condition(code: string, place: DebuggedPlace): string;
  /** The parameters of evaluable code. */
  parametersOf(evaluable: number): readonly unknown[];
  /** @param results the array that evaluable code has given; none when it has no value. */
  present(results: readonly unknown[]): DebugVariable;
  setGlobal(results: readonly unknown[], name: string): void;
  /** The paused code runs on, so nobody may ask for its variables any longer. */
  leave(): void;
}

export interface FrameDescription {
  readonly scopeCount: number;
  /** How many of the scopes are the function's own. */
  readonly localCount: number;
  /** True for a cell's own code, outside of all functions. */
  readonly isCell: boolean;
  /** The source: names that do not stand in it are the compiler's. */
  readonly code: string;
}
