const POLL_MS = 1_000;

/**
 * Calls back when whoever started this kernel has died without a word: when the kernel belongs to another parent, or when
 * the process is gone that Jupyter names by `JPY_PARENT_PID`. The second also tells of one that died before this call,
 * and of one that started the kernel by way of another program. Returns how to stop.
 */
export function watchParent(onOrphaned: () => void): () => void {
  const starter = Number(process.env.JPY_PARENT_PID);
  // Started by hand, or detached on purpose: there is nobody to lose.
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
    // The process of another user is there, and may not be sent signals.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
