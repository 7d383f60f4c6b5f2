import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import { errorCode } from 'kernel-helpers/error-code';
import { messageOf } from 'kernel-helpers/errors';
import type { ProcessLedger } from '../../machine/process-ledger';
import type { HostToStart, RunningHost } from './host-runner';

/** Longer lines are cut here: an event of CloudWatch Logs holds no more. */
const MAX_LINE_CHARACTERS = 60_000;

/** The program of a host and its environment, which gets nothing from the environment of this process. */
export interface HostProgram extends Pick<HostToStart, 'title' | 'directory' | 'environment' | 'onLine'> {
  readonly command: string;
  readonly commandArguments: readonly string[];
}

/** Starts a program of this machine in a process group of its own. */
export function startHostProcess(host: HostProgram, ledger: ProcessLedger): RunningHost {
  const child = spawn(host.command, host.commandArguments, {
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
