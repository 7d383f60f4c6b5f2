/**
 * The I/O thread owns the sockets, so that output leaves, heartbeats are answered and interrupts arrive
 * while a cell keeps the main thread busy. It loads only zeromq, because the kernel's start waits for its own.
 */
import { workerData } from 'node:worker_threads';
import { fail } from './end-process';
import { Endpoint } from './endpoint';
import { KernelSockets } from './sockets';
import type { IoThreadData } from './thread-protocol';

async function main(thread: IoThreadData): Promise<void> {
  const sockets = await KernelSockets.bind(thread.connection);
  const endpoint = new Endpoint(sockets, thread);
  thread.port.postMessage({ kind: 'open' });
  await endpoint.run();
}

main(workerData as IoThreadData).catch(fail);
