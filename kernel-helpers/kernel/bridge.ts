import { type Audience, KERNEL_BRIDGE, type KernelBridge } from 'kernel-helpers/cell/kernel-bridge';
import type { Comms } from './answers/comms';
import type { Input } from './answers/input';
import { Cell } from './cells/cell';
import type { CurrentCell } from './cells/current-cell';
import type { ErrorReports } from './cells/error-report';
import type { OutputStreams } from './cells/output-streams';
import type { Protection } from './cells/protection';
import type { Displays } from './display/displays';
import type { KernelEnd } from './kernel-end';
import { cellIdOf } from './protocol/cell-id';

export interface BridgeParts {
  readonly displays: Displays;
  readonly input: Input;
  readonly comms: Comms;
  readonly currentCell: CurrentCell;
  readonly streams: OutputStreams;
  readonly errorReports: ErrorReports;
  readonly protection: Protection;
  readonly kernelEnd: KernelEnd;
}

/** Puts the bridge where `kernelBridge()` of kernel-helpers looks for it. */
export function buildBridge(parts: BridgeParts): void {
  Object.defineProperty(globalThis, KERNEL_BRIDGE, { value: createBridge(parts), configurable: true });
}

function createBridge(parts: BridgeParts): KernelBridge {
  const { displays, input, comms, currentCell, streams, errorReports, protection, kernelEnd } = parts;
  const neverAborted = new AbortController().signal;
  return {
    display: (data, options) => displays.display(data, options),
    clearOutput: (wait) => displays.clear(wait),
    page: (text) => {
      currentCell.owner?.payloads.push({ source: 'page', data: { 'text/plain': text }, start: 0 });
    },
    input: (prompt, options) => input.ask(prompt, options),
    protect: protection.protectUntilHeard,
    bindToCell: (work) => currentCell.bind(work),
    showError: (error) => streams.write('stderr', `${errorReports.ofThrown(error).traceback.join('\n')}\n`),
    beforeCellEnds: (work) => {
      const { owner } = currentCell;
      if (owner instanceof Cell) owner.lastWork.add(work);
    },
    onKernelEnd: (listener) => kernelEnd.onEnd(listener),
    registerCommTarget: (targetName, target) => comms.registerTarget(targetName, target),
    openComm: (targetName, data, extras) => comms.openComm(targetName, data, extras),
    get signal() {
      return currentCell.owner?.signal ?? neverAborted;
    },
    get cellId() {
      const { owner } = currentCell;
      return owner?.isCell === true ? cellIdOf(owner.request) : undefined;
    },
    get audience() {
      return audienceOf(comms, currentCell);
    },
  };
}

/** A front end with a person behind it allows cells to ask questions; those that only collect outputs do not. */
function audienceOf(comms: Comms, { owner }: CurrentCell): Audience {
  if (!comms.hasFrontEnd) return 'nobody';
  return owner?.canAsk === true ? 'person' : 'program';
}
