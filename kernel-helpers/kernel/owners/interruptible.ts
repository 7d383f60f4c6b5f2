/**
 * Does work until it is done; rejects with the signal's reason when that comes first.
 * The work starts in its own turn of the event loop, in a microtask (`cells/after-immediates.ts` says why). When V8 is told to
 * end it, everything on the stack is lost, this kernel's frames included. Only the promise that the signal rejects remains.
 */
export function interruptible<T>(signal: AbortSignal, work: () => T | Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    setImmediate(() => {
      // An interrupt may have come since, while a long cell was compiled: then nobody would end the work.
      if (!signal.aborted) void Promise.resolve().then(work).then(resolve, reject);
    });
  });
}
