import { randomUUID } from 'node:crypto';
import { openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StreamName } from '../io-thread/thread-protocol';

/** A stream of this process that a program would write to, and its place in the program's `stdio`. */
export interface InheritedStream {
  readonly place: number;
  readonly name: StreamName;
}

const PLACES: readonly InheritedStream[] = [
  { place: 1, name: 'stdout' },
  { place: 2, name: 'stderr' },
];

/** The option `stdio` of Node's functions that start programs, as a list, and which of its streams are inherited. */
export function readStdio(stdio: unknown): {
  readonly list: readonly unknown[];
  readonly inherited: readonly InheritedStream[];
} {
  const list: readonly unknown[] = Array.isArray(stdio) ? stdio : [stdio, stdio, stdio];
  const inherited = PLACES.flatMap(({ place, name: own }) => {
    const name = nameOf(list[place], own);
    return name === undefined ? [] : [{ place, name }];
  });
  return { list, inherited };
}

function nameOf(stream: unknown, own: StreamName): StreamName | undefined {
  if (stream === 'inherit') return own;
  if (stream === 1 || stream === process.stdout) return 'stdout';
  if (stream === 2 || stream === process.stderr) return 'stderr';
  return undefined;
}

/** Opens a file and removes its name, so that only processes that have it open can reach it. */
export function openNamelessFile(): number {
  const path = join(tmpdir(), `kernel-output-${randomUUID()}`);
  const file = openSync(path, 'ax+', 0o600);
  rmSync(path);
  return file;
}
