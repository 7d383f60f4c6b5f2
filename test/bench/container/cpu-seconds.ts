import { readFileSync } from 'node:fs';

/** Linux counts the time of processes in hundredths of a second (`USER_HZ`, manual page proc(5)). */
const TICKS_PER_SECOND = 100;

/**
 * The time for which a process and its children have had a core. Unlike the time by the clock, it hardly depends on what
 * else the machine does: a server with four threads gets more of a busy machine than one with a single thread. Where
 * the system does not tell it, the time by the clock stands for it.
 */
export function cpuSeconds(pid: number): number {
  if (process.platform !== 'linux') return performance.now() / 1000;
  // The name of the program, in parentheses, may hold spaces.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  const own = (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .split(' ')
    .filter((child) => child !== '');
  return children.reduce((sum, child) => sum + cpuSeconds(Number(child)), own);
}
