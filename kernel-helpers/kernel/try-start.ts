import { once } from 'node:events';
import { builtinModules } from 'node:module';
import { Worker } from 'node:worker_threads';
import { Cell, InterruptedError } from './cells/cell';
import { Termination } from './cells/termination';
import { IoThread } from './io-thread/io-thread';
import { requestSchemas } from './protocol/requests';
import { createSession, type Session } from './session';

/** It is long, because the machine may be busy. */
const THREAD_PATIENCE_MS = 20_000;

/** The system chooses the ports; no client learns them. */
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

/** Node's modules that cells may load, except trace events, which threads do not have. */
const MODULES = builtinModules.filter((name) => name !== 'trace_events');

/** Does what a kernel and its cells may do. The process fails or hangs where a kernel would. */
export async function tryStart(): Promise<void> {
  // Some of Node.js's modules warn that they are deprecated or experimental.
  process.removeAllListeners('warning');
  const io = new IoThread(ANYWHERE);
  const session = createSession(io);
  session.runner.warmUp();
  await interruptLoop(io, session);
  for (const name of MODULES) require(name);
  await loadModulesInThread();
  if (!(await io.close(THREAD_PATIENCE_MS))) throw new Error('The I/O thread did not start.');
  process.exit(0);
}

async function loadModulesInThread(): Promise<void> {
  const code = "for (const name of require('node:worker_threads').workerData) require(name);";
  await once(new Worker(code, { eval: true, stderr: true, workerData: MODULES }), 'exit');
}

/** The process must survive an interrupt in the middle of a loop: see `KERNEL_NODE_OPTIONS`. */
async function interruptLoop(io: IoThread, session: Session): Promise<void> {
  const { runner } = session;
  const termination = new Termination(session);
  termination.prepare();
  io.listen({
    onMessage: () => undefined,
    onOpen: () => undefined,
    onInterrupt: () => runner.interrupt(termination.takePlace()),
  });
  // In a timer, because Node.js keeps account of async scopes there and finds out whether one was not left.
  const loop = () =>
    new Promise<never>(() =>
      setTimeout(() => {
        io.interruptThisThread();
        for (;;);
      }),
    );
  try {
    await runner.interruptible(emptyCell(), loop);
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error;
  }
}

function emptyCell(): Cell {
  const type = 'execute_request';
  const request = {
    channel: 'shell',
    type,
    session: '',
    header: '{}',
    identities: [],
    content: {},
    metadata: '{}',
    buffers: [],
  } as const;
  return new Cell(request, requestSchemas.execute_request.parse({ code: '' }), 1, 1);
}
