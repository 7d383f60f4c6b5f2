/** Whether a process runs; undefined is one that could not be started. */
export function isAlive(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  try {
    return process.kill(pid, 0);
  } catch {
    return false; // ESRCH: processes of this user answer.
  }
}
