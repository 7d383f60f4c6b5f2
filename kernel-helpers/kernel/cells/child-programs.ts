import childProcess, { type ChildProcess, type StdioOptions } from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';
import type { StreamName } from '../io-thread/thread-protocol';
import type { ClientMessages } from '../protocol/client-messages';
import type { CurrentCell } from './current-cell';
import { openNamelessFile, readStdio } from './inherited-streams';
import type { OutputStreams } from './output-streams';
import type { Protection } from './protection';

type AnyFunction = (...parameters: unknown[]) => unknown;

/** These keep the thread until the program has ended. */
const WAITING_CALLS = ['spawnSync', 'execFileSync', 'execSync'] as const;

interface StartOptions {
  readonly stdio?: StdioOptions;
  readonly detached?: boolean;
}

/** `ChildProcess` as it is inside Node.js: the functions that do not wait all call its `spawn`. */
interface StartingProcess extends ChildProcess {
  spawn(options: StartOptions): unknown;
}

export interface ChildProgramsParts {
  readonly messages: ClientMessages;
  readonly streams: OutputStreams;
  readonly currentCell: CurrentCell;
  readonly protection: Protection;
  /** True while an interrupt waits to end what this thread is busy with. */
  readonly isToEnd: () => boolean;
}

/**
 * Programs that cells start. A program that inherits its output, as by `stdio: 'inherit'`, writes to the cell, and not
 * to the kernel's log, where no user looks; an interrupt of the cell then interrupts the program too.
 * Programs that block the thread while a cell waits for them can be interrupted in any case.
 */
export class ChildPrograms {
  private readonly running = new Set<number>();

  constructor(private readonly parts: ChildProgramsParts) {}

  /** Takes over Node's functions that start programs; once for the life of the process. */
  capture(): void {
    const prototype = childProcess.ChildProcess.prototype as StartingProcess;
    const { spawn } = prototype;
    const start = this.start.bind(this);
    prototype.spawn = function (options) {
      return start(this, (changed) => Reflect.apply(spawn, this, [changed]), options);
    };
    for (const name of WAITING_CALLS) {
      const call = childProcess[name] as AnyFunction;
      const value = (...parameters: unknown[]) => this.waitFor(call, parameters);
      Object.defineProperty(value, 'name', { value: name });
      Object.defineProperty(childProcess, name, { value, configurable: true, enumerable: true, writable: true });
    }
    syncBuiltinESMExports();
  }

  private start(child: ChildProcess, spawn: (options: StartOptions) => unknown, options: StartOptions): unknown {
    const { list, inherited } = readStdio(options.stdio);
    const places = new Map(inherited.map(({ place, name }) => [place, name]));
    const stdio = list.map((stream, place) => (places.has(place) ? 'pipe' : stream)) as StdioOptions;
    const result = spawn(inherited.length === 0 ? options : { ...options, stdio });
    for (const [place, name] of places) this.showPipe(child, place, name);
    if (child.pid !== undefined) this.remember(child, child.pid);
    // Services that libraries keep for later, such as esbuild's, use pipes and are not interrupted.
    if (places.has(1) && options.detached !== true) this.interruptWithCell(child);
    return result;
  }

  /** Interrupts a program together with the cell that started it, because the cell shows its output. */
  private interruptWithCell(child: ChildProcess): void {
    const { signal } = this.parts.currentCell.owner ?? {};
    const interrupt = () => child.kill('SIGINT');
    signal?.addEventListener('abort', interrupt, { once: true });
    child.once('exit', () => signal?.removeEventListener('abort', interrupt));
  }

  /** Hides the pipe from the cell, for which the program inherits its output. */
  private showPipe(child: ChildProcess, place: number, name: StreamName): void {
    const { streams, currentCell } = this.parts;
    const { owner } = currentCell;
    const pipe = child.stdio[place];
    if (!pipe || !('setEncoding' in pipe)) return;
    pipe.setEncoding('utf8').on('data', (text: string) => streams.write(name, text, owner));
    Object.assign(child.stdio, { [place]: null });
    Object.assign(child, place === 1 ? { stdout: null } : { stderr: null });
  }

  private remember(child: ChildProcess, pid: number): void {
    this.running.add(pid);
    child.once('exit', () => this.running.delete(pid));
  }

  /** A thread that waits cannot read pipes, so the program writes to files, and the I/O thread reads them. */
  private waitFor(call: AnyFunction, parameters: readonly unknown[]): unknown {
    const { messages, streams, currentCell, protection, isToEnd } = this.parts;
    const { owner } = currentCell;
    const { changed, outputs } = withFiles(parameters, owner?.isSilent);
    streams.flush();
    messages.startProgram({ outputs, others: [...this.running] }, owner?.request);
    try {
      return protection.protect(() => call(...changed));
    } finally {
      messages.endProgram();
      // The cell could catch an error and start the next program, so it stays busy here until it is ended.
      while (isToEnd() && !protection.isActive);
    }
  }
}

/** The same call with files in place of the streams that the program would inherit; a silent cell shows nothing. */
function withFiles(parameters: readonly unknown[], isSilent = false) {
  const at = parameters.findIndex((one) => typeof one === 'object' && one !== null && !Array.isArray(one));
  const options: { readonly stdio?: unknown } = { ...(parameters[at] as object | undefined) };
  const { list, inherited } = readStdio(options.stdio);
  if (inherited.length === 0) return { changed: parameters, outputs: [] };
  const outputs = isSilent ? [] : inherited.map((stream) => ({ ...stream, file: openNamelessFile() }));
  const stdio = list.map((stream, place) => {
    if (!inherited.some((one) => one.place === place)) return stream;
    return outputs.find((output) => output.place === place)?.file ?? 'ignore';
  });
  return { changed: parameters.map((one, index) => (index === at ? { ...options, stdio } : one)), outputs };
}
