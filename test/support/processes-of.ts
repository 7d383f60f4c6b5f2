import { execFileSync } from 'node:child_process';

/** The command lines, other than this process's own, of the running processes that name a folder. */
export function processesOf(folder: string): readonly string[] {
  return execFileSync('ps', ['-axww', '-o', 'pid=,args='], { encoding: 'utf8', maxBuffer: 16_000_000 })
    .split('\n')
    .filter((line) => line.includes(folder) && Number.parseInt(line, 10) !== process.pid);
}
