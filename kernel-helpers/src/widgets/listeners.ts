import { kernelBridge } from '../cell/kernel-bridge';

type Listener<Parameters extends readonly unknown[]> = (...parameters: Parameters) => unknown;

/** Functions to call when something happens, in the order in which they were added. */
export class Listeners<Parameters extends readonly unknown[]> {
  private readonly listeners = new Set<{ readonly call: Listener<Parameters> }>();

  /** Returns a function that removes the listener; calling it twice is fine. */
  add(call: Listener<Parameters>): () => void {
    const entry = { call };
    this.listeners.add(entry);
    return () => void this.listeners.delete(entry);
  }

  /** Calls all listeners, also when one of them fails. The error of one that fails, now or later, is shown. */
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

/** Wraps a function, so that what it prints and shows goes to the cell that runs now, whoever calls it. */
export function bindToCell<Parameters extends readonly unknown[]>(
  work: (...parameters: Parameters) => void,
): (...parameters: Parameters) => void {
  return kernelBridge()?.bindToCell(work) ?? work;
}

/** Shows an error of a listener in the output of the cell that it belongs to, since no code waits for a listener. */
export function showError(error: unknown): void {
  const bridge = kernelBridge();
  if (bridge === undefined) console.error(error);
  else bridge.showError(error);
}
