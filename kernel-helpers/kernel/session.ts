import { Comms } from './answers/comms';
import { History } from './answers/history';
import { Input } from './answers/input';
import { buildBridge } from './bridge';
import { CellRunner } from './cells/cell-runner';
import { CellSources } from './cells/cell-sources';
import { ChildPrograms } from './cells/child-programs';
import { CurrentCell } from './cells/current-cell';
import { ErrorReports } from './cells/error-report';
import { CellExecution } from './cells/execute-cell';
import { answerInterruptChecks } from './cells/interrupt-checks';
import { OutputStreams } from './cells/output-streams';
import { CellOwnership } from './cells/ownership';
import { Protection } from './cells/protection';
import { StackTraces } from './cells/stack-traces';
import { UncaughtErrors } from './cells/uncaught-errors';
import { offerToDebugger } from './debugger/offer-to-debugger';
import { Displays } from './display/displays';
import { redirectTslabDisplay } from './display/tslab';
import type { IoThread } from './io-thread/io-thread';
import type { StreamName } from './io-thread/thread-protocol';
import { KernelEnd } from './kernel-end';
import { localNamesAt } from './language/local-names';
import { ClientMessages } from './protocol/client-messages';
import { STREAM_PROMPT } from './stdio/asking-stream';
import { replaceOutputStreams } from './stdio/cell-output';
import { offerDialogs } from './stdio/dialogs';
import { FileDescriptors } from './stdio/file-descriptors';
import { StandardInput } from './stdio/standard-input';

/** Where the messages of a session go. */
export type SessionHost = Pick<IoThread, 'send' | 'hasUnseenInterrupt' | 'waitUntil'>;

/** Everything that cells need to be executed and to show what they do. */
export interface Session {
  readonly messages: ClientMessages;
  readonly ownership: CellOwnership;
  readonly protection: Protection;
  readonly currentCell: CurrentCell;
  readonly streams: OutputStreams;
  readonly comms: Comms;
  readonly input: Input;
  readonly history: History;
  readonly errorReports: ErrorReports;
  readonly runner: CellRunner;
  readonly execution: CellExecution;
  readonly kernelEnd: KernelEnd;
}

/**
 * Prepares this process to run cells in its working folder. It takes over what belongs to the whole process: stdout and
 * stderr, stack traces, timers, uncaught errors. So a process can have only one session.
 */
export function createSession(host: SessionHost): Session {
  const messages = new ClientMessages(host);
  const ownership = new CellOwnership();
  const currentCell = new CurrentCell(ownership);
  const streams = new OutputStreams(messages, currentCell);
  const displays = new Displays(messages, streams, currentCell);
  const comms = new Comms(messages, streams, currentCell);
  const input = new Input(host, messages, streams, currentCell);
  const history = new History();
  const sources = new CellSources();
  const errorReports = new ErrorReports(sources);
  const protection = new Protection();
  const kernelEnd = new KernelEnd((error) => streams.write('stderr', `${errorReports.textOf(error)}\n`));
  buildBridge({ displays, input, comms, currentCell, streams, errorReports, protection, kernelEnd });

  redirectTslabDisplay((data, update) => displays.displayForTslab(data, update));
  const endCell = (error: unknown) => {
    const isEnded = runner.giveUp(error instanceof Error ? error : new Error(String(error), { cause: error }));
    if (!isEnded) streams.write('stderr', `${errorReports.textOf(error)}\n`);
  };
  const standardInput = new StandardInput({ input, currentCell, fail: endCell });
  const runner = new CellRunner(process.cwd(), sources, ownership, protection, (cell) => standardInput.untilRead(cell));
  const execution = new CellExecution({ messages, runner, streams, currentCell, history, errorReports });

  offerToDebugger({
    sourceOf: (name) => sources.sourceOf(name),
    translate: (code, others) => runner.translate(code, others),
    localNamesAt,
    values: runner.values,
    set: (name, value) => runner.set(name, value),
  });
  const print = (name: StreamName, text: string) => streams.write(name, text);
  replaceOutputStreams(print);
  standardInput.capture();
  offerDialogs(input);
  new FileDescriptors({ print, askForLine: () => lineOf(input) }).capture();
  const isToEnd = () => host.hasUnseenInterrupt();
  new ChildPrograms({ messages, streams, currentCell, protection, isToEnd }).capture();
  ownership.follow();
  answerInterruptChecks(ownership);
  new StackTraces(sources).install();
  new UncaughtErrors({ streams, errorReports, ownership, currentCell }).capture();
  return {
    messages,
    ownership,
    protection,
    currentCell,
    streams,
    comms,
    input,
    history,
    errorReports,
    runner,
    execution,
    kernelEnd,
  };
}

/** An empty answer is the end of the input, because a notebook has no Ctrl-D. */
function lineOf(input: Input): string | undefined {
  const answer = input.askAndWait({ prompt: STREAM_PROMPT });
  return answer === '' ? undefined : `${answer}\n`;
}
