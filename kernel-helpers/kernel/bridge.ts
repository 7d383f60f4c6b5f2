import { KERNEL_BRIDGE, type KernelBridge } from 'kernel-helpers/display/kernel-bridge';
import type { Comm, CommExtras, Comms, CommTarget } from './answers/comms';
import type { Input } from './answers/input';
import type { CurrentCell } from './cells/current-cell';
import type { Displays } from './display/displays';

/** What this kernel offers to code in cells, widgets included. */
export interface KernelBridgeWithComms extends KernelBridge {
  registerCommTarget(targetName: string, target: CommTarget): void;
  openComm(targetName: string, data: Readonly<Record<string, unknown>>, extras?: CommExtras): Comm;
}

export interface BridgeParts {
  readonly displays: Displays;
  readonly input: Input;
  readonly comms: Comms;
  readonly currentCell: CurrentCell;
}

/** Puts the bridge where `kernelBridge()` of kernel-helpers looks for it. */
export function buildBridge(parts: BridgeParts): void {
  Object.defineProperty(globalThis, KERNEL_BRIDGE, { value: createBridge(parts), configurable: true });
}

function createBridge({ displays, input, comms, currentCell }: BridgeParts): KernelBridgeWithComms {
  const neverAborted = new AbortController().signal;
  return {
    display: (data, options) => displays.display(data, options),
    clearOutput: (wait) => displays.clear(wait),
    page: (text) => {
      currentCell.owner?.payloads.push({ source: 'page', data: { 'text/plain': text }, start: 0 });
    },
    input: (prompt, options) => input.ask(prompt, options),
    registerCommTarget: (targetName, target) => comms.registerTarget(targetName, target),
    openComm: (targetName, data, extras) => comms.openComm(targetName, data, extras),
    get signal() {
      return currentCell.owner?.signal ?? neverAborted;
    },
  };
}
