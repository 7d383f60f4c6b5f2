import { setTimeout as delay } from 'node:timers/promises';

/** How long the container waits at its end for lines of worker threads. */
const LAST_LINES_MILLISECONDS = 5000;
/** Lines of a thread arrive as messages; if none has arrived for this long, none is under way. */
const QUIET_MILLISECONDS = 20;

/**
 * Makes every write to stdout and stderr wait for its reader. By default Node keeps in memory what a pipe does not take
 * at once, without a limit, and loses it when the process ends. Writes to files and terminals wait by default.
 */
export function writeWithoutBuffer(): void {
  for (const stream of [process.stdout, process.stderr]) handleOf(stream)?.setBlocking?.(true);
}

/** Waits until what worker threads have printed is written: the main thread writes it for them, message by message. */
export async function drainOutput(): Promise<void> {
  const deadline = Date.now() + LAST_LINES_MILLISECONDS;
  let before: number;
  do {
    before = writtenBytes();
    await delay(QUIET_MILLISECONDS);
  } while (writtenBytes() > before && Date.now() < deadline);
}

function writtenBytes(): number {
  return bytesOf(process.stdout) + bytesOf(process.stderr);
}

/** A stream to a file does not count its bytes, and it has nothing under way. */
function bytesOf(stream: { readonly bytesWritten?: number }): number {
  return stream.bytesWritten ?? 0;
}

/** libuv's handle of a pipe, which is internal to Node; npm and yargs make it wait in the same way. */
function handleOf(stream: object): { readonly setBlocking?: (isBlocking: boolean) => void } | undefined {
  return (stream as { readonly _handle?: { setBlocking?(isBlocking: boolean): void } | null })._handle ?? undefined;
}
