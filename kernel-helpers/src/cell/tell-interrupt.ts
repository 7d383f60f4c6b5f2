/**
 * Does work that an interrupt cuts short, and tells then what that means: what goes on, what costs money, what to do.
 * It is told the moment the signal fires, so that it stands in the cell above the error with which the cell ends.
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
