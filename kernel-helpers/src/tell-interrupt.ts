/**
 * Does work that an interrupt can cut short. When the signal fires, `tell` says what that means: what goes on, what
 * costs money, what to do. It is called at once, so that its words stand above the error with which the cell ends.
 */
export async function tellInterrupt<Result>(
  signal: AbortSignal,
  tell: () => void,
  work: () => Promise<Result>,
): Promise<Result> {
  signal.addEventListener('abort', tell, { once: true });
  try {
    return await work();
  } finally {
    signal.removeEventListener('abort', tell);
  }
}
