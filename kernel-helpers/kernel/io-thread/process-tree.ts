import { execFileSync } from 'node:child_process';

/** All processes below one, without those that are left out and what lies below them. Empty where there is no `ps`. */
export function descendantsOf(parent: number, leftOut: ReadonlySet<number>): readonly number[] {
  const children = new Map<number, number[]>();
  for (const [pid, ppid] of runningProcesses()) children.set(ppid, [...(children.get(ppid) ?? []), pid]);
  const below = (pid: number): readonly number[] =>
    (children.get(pid) ?? []).filter((child) => !leftOut.has(child)).flatMap((child) => [child, ...below(child)]);
  return below(parent);
}

function runningProcesses(): readonly (readonly [pid: number, ppid: number])[] {
  // Standard on Linux and macOS; Windows has none.
  if (process.platform === 'win32') return [];
  const listed = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  return listed
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .map(([pid = 0, ppid = 0]) => [pid, ppid]);
}
