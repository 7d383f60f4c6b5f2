import { kernelBridge } from '../cell/kernel-bridge';

type Listener<Parameters extends readonly unknown[]> = (...parameters: Parameters) => unknown;

/** Those who want to know of something, in the order they asked. */
export class Listeners<Parameters extends readonly unknown[]> {
  private readonly listeners = new Set<{ readonly call: Listener<Parameters> }>();

  /** Returns what ends the listening; twice is fine. */
  add(call: Listener<Parameters>): () => void {
    const entry = { call };
    this.listeners.add(entry);
    return () => void this.listeners.delete(entry);
  }

  /** Calls everybody. One that fails, now or later, is shown, and keeps nobody else from hearing. */
  tell(...parameters: Parameters): void {
    for (const { call } of [...this.listeners]) {
      try {
        const answer = call(...parameters);
        if (answer instanceof Promise) answer.catch(showError);
      } catch (error) {
        showError(error);
      }
    }
  }
}

/** The function made one whose prints and shows go to the cell that runs now, whoever calls it. */
export function bindToCell<Parameters extends readonly unknown[]>(
  work: (...parameters: Parameters) => void,
): (...parameters: Parameters) => void {
  return kernelBridge()?.bindToCell(work) ?? work;
}

/** Nobody waits for a listener, so its error goes to the output of the cell that it belongs to. */
export function showError(error: unknown): void {
  const bridge = kernelBridge();
  if (bridge === undefined) console.error(error);
  else bridge.showError(error);
}
