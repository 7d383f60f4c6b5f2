import type { CellRunner } from './cells/cell-runner';
import type { OutputStreams } from './cells/output-streams';

/** What `process.exit()` throws in a cell, so that nothing after it runs. */
export class ProcessExit extends Error {
  override readonly name = 'ProcessExit';

  constructor(readonly exitCode: number) {
    super(
      `process.exit(${exitCode}) ended the kernel, and its variables are gone. Run the notebook again from the top.`,
    );
  }
}

/** Long enough for a client's last requests: papermill sends some before it reports which cell has failed. */
const LAST_ANSWERS_MS = 300;

/** Ends the process in the only clean order: first the sockets, then the rest. */
export class ProcessEnd {
  private readonly exit = process.exit.bind(process);
  private hasBegun = false;
  private dueExitCode: number | undefined;

  /** `closeAll` closes what must not be open when the process exits. */
  constructor(private readonly closeAll: () => Promise<void>) {}

  /** Sends what waits, then ends the process. Calling it twice is fine. */
  async end(exitCode: number): Promise<void> {
    if (this.hasBegun) return;
    this.hasBegun = true;
    await this.closeAll();
    this.exit(exitCode);
  }

  /** True when a cell has called `process.exit`: the process then answers for a short time, but runs no more cells. */
  get isDue(): boolean {
    return this.dueExitCode !== undefined;
  }

  /** Ends a process whose end is due; never resolves. */
  endNow(): Promise<never> {
    void this.end(this.dueExitCode ?? 0);
    return new Promise(() => undefined);
  }

  /** Makes `process.exit` in a cell tell the user and Jupyter before the process ends. */
  guard(runner: CellRunner, streams: OutputStreams): void {
    // Shown by `process.exit` without its brackets.
    const exit: typeof process.exit = (code) => {
      const ending = new ProcessExit(Number(code ?? process.exitCode ?? 0));
      if (!runner.giveUp(ending)) streams.write('stderr', `${ending.message}\n`);
      this.dueExitCode ??= ending.exitCode;
      setTimeout(() => void this.end(ending.exitCode), LAST_ANSWERS_MS);
      throw ending;
    };
    process.exit = exit;
  }
}
