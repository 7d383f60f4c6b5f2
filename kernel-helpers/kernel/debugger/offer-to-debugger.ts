import type { DebuggedParts } from './debugged-notebook';
import { DEBUGGED_SIDE, type DebuggedSide } from './debugged-side';

/** Lets a debugger find the notebook. What it needs is loaded when it first looks, so that other kernels wait for nothing. */
export function offerToDebugger(parts: DebuggedParts): void {
  let side: DebuggedSide | undefined;
  const get = () => {
    side ??= load(parts);
    return side;
  };
  Object.defineProperty(globalThis, Symbol.for(DEBUGGED_SIDE), { get, configurable: true });
}

function load(parts: DebuggedParts): DebuggedSide {
  const loaded: typeof import('./debugged-notebook') = require('./debugged-notebook');
  return new loaded.DebuggedNotebook(parts);
}
