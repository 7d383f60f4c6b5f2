import cluster, { type Worker } from 'node:cluster';

/**
 * Keeps processes that answer on one port: Node's cluster hands each new connection to the next of them. The first one
 * begins alone, so that what is wrong with the model is said once. A process that dies while it answers is replaced.
 * @returns the exit code when all have ended: after a stop, or because one could not begin, which has then said why
 */
export function superviseProcesses(count: number, stop: AbortSignal): Promise<number> {
  const running = new Set<Worker>();
  const answering = new Set<Worker>();
  let hasBegun = false;
  let isEnding = false;
  let exitCode = 0;

  const fill = (upTo: number) => {
    while (running.size < upTo) running.add(cluster.fork());
  };
  const end = () => {
    isEnding = true;
    for (const { process } of running) process.kill('SIGTERM');
  };

  cluster.on('listening', (worker, { port }) => {
    answering.add(worker);
    if (answering.size === count) console.log(`serve: ${count} processes answer`);
    if (hasBegun || isEnding) return;
    hasBegun = true;
    console.log(`serve: listening on port ${port}`);
    fill(count);
  });
  return new Promise((resolve) => {
    cluster.on('exit', (worker, code, signal) => {
      running.delete(worker);
      const hasAnswered = answering.delete(worker);
      if (hasAnswered && !isEnding) {
        console.error(`serve: a process ended with ${signal ?? `exit code ${code}`}; another one takes its place`);
        fill(count);
        return;
      }
      // A process that was stopped before it could listen for the signal has no exit code, and nothing to finish.
      exitCode = Math.max(exitCode, code ?? (isEnding ? 0 : 1));
      if (!isEnding) end();
      if (running.size === 0) resolve(exitCode);
    });
    stop.addEventListener('abort', end, { once: true });
    if (!stop.aborted) fill(1);
    else resolve(exitCode);
  });
}
