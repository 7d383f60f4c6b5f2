import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import { errorCode } from 'kernel-helpers/error-code';
import { messageOf } from 'kernel-helpers/errors';
import type { ProcessLedger } from '../machine/process-ledger';

/** Longer lines are cut here: an event of CloudWatch Logs holds no more. */
const MAX_LINE_CHARACTERS = 60_000;

/** The program of a host and its environment, which gets nothing from the environment of this process. */
export interface HostProgram {
  /** Text for people: which host of which job or endpoint this is. */
  readonly title: string;
  readonly program: string;
  readonly programArguments: readonly string[];
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  /** If it returns a promise, the program waits with its next lines, so that fast printing does not fill memory. */
  readonly onLine: (line: string) => Promise<void> | undefined;
}

/** A container's program as a process of this machine, in a process group of its own. */
export interface HostProcess {
  /** The exit code as a shell counts it: 137 after SIGKILL. Settles when its output has been read to the end. */
  readonly exited: Promise<number>;
  /** SIGTERM to the program, as a container engine sends it; SIGKILL to its whole group if it does not end in time. */
  stop(graceSeconds: number): void;
}

/** Starts `node <program> <arguments>`. A program that cannot be started exits with 127 and says why in a line. */
export function startHostProcess(host: HostProgram, ledger: ProcessLedger): HostProcess {
  const child = spawn(process.execPath, [host.program, ...host.programArguments], {
    cwd: host.directory,
    env: { ...host.environment },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const forget = child.pid === undefined ? () => undefined : ledger.record(child.pid, host.title);
  let killing: NodeJS.Timeout | undefined;

  const exited = (async () => {
    const outputRead = Promise.all([child.stdout, child.stderr].map((stream) => readLines(stream, host.onLine)));
    try {
      const [code, signal] = await once(child, 'exit');
      killGroup(child.pid);
      await outputRead;
      return exitCode(code, signal);
    } catch (error) {
      void host.onLine(`${host.title} could not be started: ${messageOf(error)}`);
      return 127;
    } finally {
      clearTimeout(killing);
      forget();
    }
  })();

  return {
    exited,
    stop: (graceSeconds) => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      clearTimeout(killing);
      killing = setTimeout(() => killGroup(child.pid), graceSeconds * 1000);
    },
  };
}

async function readLines(stream: Readable, onLine: HostProgram['onLine']): Promise<void> {
  let unfinished = '';
  for await (const chunk of stream.setEncoding('utf8')) {
    const lines = (unfinished + String(chunk)).split('\n');
    unfinished = lines.pop() ?? '';
    if (unfinished.length > MAX_LINE_CHARACTERS) {
      // The last character may be the first half of an emoji.
      lines.push(unfinished.slice(0, -1));
      unfinished = unfinished.slice(-1);
    }
    for (const line of lines) await onLine(line);
  }
  if (unfinished !== '') await onLine(unfinished);
}

/** Ends processes that the program started and left running, as the end of a container does. */
function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // macOS answers EPERM for a group in which only the ended leader is left.
    if (!['ESRCH', 'EPERM'].includes(String(errorCode(error)))) throw error;
  }
}

function exitCode(code: unknown, signal: unknown): number {
  if (typeof code === 'number') return code;
  const number = Object.entries(constants.signals).find(([name]) => name === signal)?.[1] ?? 0;
  return 128 + number;
}
