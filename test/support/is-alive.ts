/** Whether a process runs. Undefined stands for a process that could not be started. */
export function isAlive(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  try {
    return process.kill(pid, 0);
  } catch {
    return false; // The error is ESRCH, since this user may signal its own processes.
  }
}
