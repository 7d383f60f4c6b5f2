const POLL_MS = 1_000;

/** Calls back when Jupyter has died without a word: the kernel then belongs to another parent. Returns how to stop. */
export function watchParent(onOrphaned: () => void): () => void {
  const parent = process.ppid;
  // Started by init or detached on purpose: there is no parent to lose.
  if (parent <= 1 || process.env.JPY_PARENT_PID === undefined) return () => undefined;
  const timer = setInterval(() => {
    if (process.ppid !== parent) onOrphaned();
  }, POLL_MS);
  timer.unref();
  return () => clearInterval(timer);
}
