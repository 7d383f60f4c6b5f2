/**
 * Does work until it is done; rejects with the signal's reason when that comes first.
 * The work starts in its own turn of the event loop, in a microtask (`cells/after-immediates.ts` says why). When V8 is told to
 * end it, everything on the stack is lost, this kernel's frames included. Only the promise that the signal rejects remains.
 */
export function interruptible<T>(signal: AbortSignal, work: () => T | Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    setImmediate(() => void Promise.resolve().then(work).then(resolve, reject));
  });
}
