const POLL_MS = 1_000;

/**
 * Calls back when the process that started this kernel has died without a shutdown: when the kernel has another parent,
 * or when the process that Jupyter names in `JPY_PARENT_PID` is gone. The second check also finds a process that died
 * before this call, or that started the kernel through another program. Returns a function that stops the watch.
 */
export function watchParent(onOrphaned: () => void): () => void {
  const starter = Number(process.env.JPY_PARENT_PID);
  // The kernel was started by hand, or detached on purpose, so it has no parent to watch.
  if (!Number.isSafeInteger(starter) || starter <= 0) return () => undefined;
  const parent = process.ppid;
  const look = () => {
    if (process.ppid !== parent || !isAlive(starter)) onOrphaned();
  };
  look();
  const timer = setInterval(look, POLL_MS);
  timer.unref();
  return () => clearInterval(timer);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // The process exists but belongs to another user, so this one may not signal it.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
