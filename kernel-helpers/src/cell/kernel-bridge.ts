import type { MimeBundle } from '../render/self-display';

export interface DisplayOptions {
  /** Outputs with the same id can be replaced later. */
  readonly id?: string;
  /** Replaces the outputs that carry `id` instead of adding one. */
  readonly update?: boolean;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** JSON that goes over a comm; binary data travels beside it. */
export type CommData = Readonly<Record<string, unknown>>;

export interface CommExtras {
  readonly metadata?: CommData;
  readonly buffers?: readonly Uint8Array[];
}

export interface CommMessage {
  readonly data: CommData;
  readonly buffers: readonly Uint8Array[];
  /**
   * Aborted when the user interrupts what handles this message, also where that ends busy code in the middle: nothing
   * else tells of it then. Its reason is the error.
   */
  readonly signal: AbortSignal;
  /** Sends data that the front end recognises as the answer to this message. */
  answer(data: CommData, extras?: CommExtras): void;
}

/** A channel to the front end: https://jupyter-client.readthedocs.io/en/stable/messaging.html#custom-messages */
export interface Comm {
  readonly id: string;
  readonly targetName: string;
  send(data: CommData, extras?: CommExtras): void;
  /** Calling it twice is fine. */
  close(data?: CommData): void;
  onMessage: ((message: CommMessage) => void | Promise<void>) | undefined;
  onClose: ((data: CommData) => void) | undefined;
}

export type CommTarget = (comm: Comm, opening: CommMessage) => void | Promise<void>;

/**
 * Who sees what a cell shows: a `person` who can answer, a `program` that collects outputs for later (nbclient and
 * everything that builds on it), or `nobody`, when a notebook runs without Jupyter and outputs only go into its file.
 */
export type Audience = 'person' | 'program' | 'nobody';

/** What our kernel offers to code that runs inside it. The kernel puts it on `globalThis` under `KERNEL_BRIDGE`. */
export interface KernelBridge {
  display(data: MimeBundle, options?: DisplayOptions): void;
  clearOutput(wait?: boolean): void;
  page(text: string): void;
  input(prompt?: string, options?: { readonly password?: boolean }): Promise<string>;
  /** Aborted when the user interrupts the cell that runs now; a new one for every cell. */
  readonly signal: AbortSignal;
  readonly audience: Audience;
  /** The id, in the notebook's file, of the cell that runs now; undefined if the front end does not say it. */
  readonly cellId: string | undefined;
  /** Does short work that no interrupt can end. Resolves once an interrupt that came meanwhile has been handled. */
  protect<Result>(work: () => Result): Promise<Result>;
  /** Makes a function belong to the cell that runs now: what it prints and shows goes there, whoever calls it. */
  bindToCell<Parameters extends readonly unknown[]>(
    work: (...parameters: Parameters) => void,
  ): (...parameters: Parameters) => void;
  /** Shows an error that no other code catches, in the cell that the running code belongs to. */
  showError(error: unknown): void;
  /**
   * Calls `work` when the code of the running cell has ended, before the cell does; once, also when it is asked for twice.
   * Never, if no cell runs.
   */
  beforeCellEnds(work: () => void): void;
  /** Calls `listener` when Jupyter ends or restarts the kernel, while outputs can still be replaced. */
  onKernelEnd(listener: () => void): void;
  /** Opens a comm from the kernel's side. Its messages are handled on behalf of the cell that opened it. */
  openComm(targetName: string, data: CommData, extras?: CommExtras): Comm;
  /** Calls `target` when the front end opens a comm for this name, on behalf of the cell that registered it. */
  registerCommTarget(targetName: string, target: CommTarget): void;
}

export const KERNEL_BRIDGE = Symbol.for('kernel-helpers.kernel-bridge');

/** The bridge of the kernel that this code runs in; undefined in plain Node, in jest and in stock tslab. */
export function kernelBridge(): KernelBridge | undefined {
  return (globalThis as { [KERNEL_BRIDGE]?: KernelBridge })[KERNEL_BRIDGE];
}

const NEVER_ABORTED = new AbortController().signal;

/** The signal of the running cell; outside our kernel, a signal that never fires. */
export function currentSignal(): AbortSignal {
  return kernelBridge()?.signal ?? NEVER_ABORTED;
}

/**
 * Does short, busy work to its end. Otherwise an interrupt would stop busy code at once, without an error that the code
 * could catch: whatever waits for that code would wait for ever, and nothing would be cleaned up.
 */
export async function uninterrupted<Result>(work: () => Result): Promise<Result> {
  const bridge = kernelBridge();
  return bridge === undefined ? work() : await bridge.protect(work);
}
