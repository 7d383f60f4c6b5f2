import { once } from 'node:events';
import { builtinModules } from 'node:module';
import { Worker } from 'node:worker_threads';
import { IoThread } from './io-thread/io-thread';
import { createSession } from './session';

/** The machine may be busy. */
const THREAD_PATIENCE_MS = 20_000;

/** The system chooses the ports; nobody is told. */
const ANYWHERE = {
  transport: 'tcp',
  ip: '127.0.0.1',
  shell_port: 0,
  iopub_port: 0,
  stdin_port: 0,
  control_port: 0,
  hb_port: 0,
  key: '',
  signature_scheme: 'hmac-sha256',
} as const;

/** What cells may load. Threads have no trace events. */
const MODULES = builtinModules.filter((name) => name !== 'trace_events');

/** Does what a kernel and its cells may do. The process fails, or never ends, where a kernel would. */
export async function tryStart(): Promise<void> {
  // Some of Node.js's modules warn that they are old or new.
  process.removeAllListeners('warning');
  const io = new IoThread(ANYWHERE);
  createSession(io).runner.warmUp();
  for (const name of MODULES) require(name);
  await loadModulesInThread();
  if (!(await io.close(THREAD_PATIENCE_MS))) throw new Error('The I/O thread did not start.');
  process.exit(0);
}

async function loadModulesInThread(): Promise<void> {
  const code = "for (const name of require('node:worker_threads').workerData) require(name);";
  await once(new Worker(code, { eval: true, stderr: true, workerData: MODULES }), 'exit');
}
