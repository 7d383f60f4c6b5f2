import { once } from 'node:events';
import type { StrangerClone } from './stranger-clone';

const READY_WITHIN_MS = 120_000;

export interface RunningLab {
  /** The address that the command prints, with its token. */
  readonly url: string;
  /** Presses Ctrl-C and waits for the end. */
  interrupt(): Promise<void>;
  /** Sends a signal to npm alone or, as a terminal that closes does, to all its processes. Waits for npm to end. */
  signal(name: NodeJS.Signals, target: 'npm' | 'terminal'): Promise<void>;
  /** All that was printed so far. */
  printed(): string;
}

/** Runs `npm start`, or another command that starts JupyterLab, in a clone, and returns when it says that JupyterLab runs. */
export function startLab(clone: StrangerClone, command = 'npm start'): Promise<RunningLab> {
  const child = clone.start(command);
  const ended = once(child, 'exit');
  const interrupt = async () => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGINT');
    await ended;
  };
  const signal = async (name: NodeJS.Signals, target: 'npm' | 'terminal') => {
    if (child.pid !== undefined) process.kill(target === 'npm' ? child.pid : -child.pid, name);
    await ended;
  };
  return new Promise((resolve, reject) => {
    let printed = '';
    const late = setTimeout(() => {
      void interrupt();
      reject(new Error(`${command} was not ready within ${READY_WITHIN_MS / 1_000} s.\n${printed}`));
    }, READY_WITHIN_MS);
    const read = (text: string) => {
      printed += text;
      const [url] = /http:\/\/\S+[?&]token=\w+(?=\n)/.exec(printed) ?? [];
      if (url === undefined) return;
      clearTimeout(late);
      resolve({ url, interrupt, signal, printed: () => printed });
    };
    child.stdout?.setEncoding('utf8').on('data', read);
    child.stderr?.setEncoding('utf8').on('data', read);
    child.once('exit', () => {
      clearTimeout(late);
      reject(new Error(`${command} ended before it was ready.\n${printed}`));
    });
  });
}
