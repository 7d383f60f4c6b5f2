/** Data of one output in several formats; the front end picks the richest that it can draw. */
export type MimeBundle = Readonly<Record<string, unknown>>;

export interface DisplayOptions {
  /** Outputs with the same id can be replaced later. */
  readonly id?: string;
  /** Replaces the outputs that carry `id` instead of adding one. */
  readonly update?: boolean;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** What our kernel offers to code that runs inside it. The kernel puts it on `globalThis` under `KERNEL_BRIDGE`. */
export interface KernelBridge {
  display(data: MimeBundle, options?: DisplayOptions): void;
  clearOutput(wait?: boolean): void;
  page(text: string): void;
  input(prompt?: string, options?: { readonly password?: boolean }): Promise<string>;
  /** Aborted when the user interrupts the cell that runs now; a new one for every cell. */
  readonly signal: AbortSignal;
}

export const KERNEL_BRIDGE = Symbol.for('kernel-helpers.kernel-bridge');

/** The key of a method `() => MimeBundle` by which a value says how it looks as a cell's result. */
export const JUPYTER_DISPLAY = Symbol.for('Jupyter.display');

/** The bridge of the kernel that this code runs in; undefined in plain Node, in jest and in stock tslab. */
export function kernelBridge(): KernelBridge | undefined {
  return (globalThis as { [KERNEL_BRIDGE]?: KernelBridge })[KERNEL_BRIDGE];
}

const NEVER_ABORTED = new AbortController().signal;

/** The signal of the running cell; one that never fires outside our kernel. */
export function currentSignal(): AbortSignal {
  return kernelBridge()?.signal ?? NEVER_ABORTED;
}
