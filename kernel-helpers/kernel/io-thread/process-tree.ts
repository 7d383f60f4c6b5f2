import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** In the masks of `/proc`, signal number 2. */
const SIGINT_BIT = 2n;

type Process = readonly [pid: number, ppid: number];

/** All processes below one, without those to leave out and their descendants. Empty where the system does not say. */
export function descendantsOf(parent: number, leftOut: ReadonlySet<number>): readonly number[] {
  const children = new Map<number, number[]>();
  for (const [pid, ppid] of runningProcesses()) children.set(ppid, [...(children.get(ppid) ?? []), pid]);
  const below = (pid: number): readonly number[] =>
    (children.get(pid) ?? []).filter((child) => !leftOut.has(child)).flatMap((child) => [child, ...below(child)]);
  return below(parent);
}

function runningProcesses(): readonly Process[] {
  if (process.platform === 'linux') return processesOfLinux();
  // Windows has no `ps`.
  return process.platform === 'win32' ? [] : processesOfUnix();
}

/** Reads `/proc`, because small images of Linux have no `ps`. */
function processesOfLinux(): readonly Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const ppid = parentOf(name);
      return ppid === undefined ? [] : [[Number(name), ppid] as const];
    });
}

/** Reads the second field after the program's name, which is in parentheses and may itself contain some. */
function parentOf(pid: string): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [, ppid] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(ppid);
  } catch {
    // The process has ended since it was listed.
    return undefined;
  }
}

/** True for a process that handles SIGINT itself; also true where the system does not say. */
export function catchesInterrupts(pid: number): boolean {
  try {
    const [, caught = 'f'] = /^SigCgt:\s*([0-9a-f]+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return (BigInt(`0x${caught}`) & SIGINT_BIT) !== 0n;
  } catch {
    return true;
  }
}

function processesOfUnix(): readonly Process[] {
  const listed = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  return listed
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .map(([pid = 0, ppid = 0]) => [pid, ppid]);
}
