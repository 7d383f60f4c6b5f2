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

/** Does all that a kernel does when it starts. The process fails, or never ends, where a kernel would. */
export async function tryStart(): Promise<void> {
  const io = new IoThread(ANYWHERE);
  createSession(io).runner.warmUp();
  if (!(await io.close(THREAD_PATIENCE_MS))) throw new Error('The I/O thread did not start.');
  process.exit(0);
}
