import { Comms } from './answers/comms';
import { History } from './answers/history';
import { Input } from './answers/input';
import { buildBridge } from './bridge';
import { CellRunner } from './cells/cell-runner';
import { CurrentCell } from './cells/current-cell';
import { ErrorReports } from './cells/error-report';
import { CellExecution } from './cells/execute-cell';
import { ExecutionQueue } from './cells/execution-queue';
import { OutputStreams } from './cells/output-streams';
import { CellOwnership } from './cells/ownership';
import { StackTraces } from './cells/stack-traces';
import { Termination } from './cells/termination';
import { CellSources } from './compiler/cell-sources';
import { loadTslab } from './compiler/tslab';
import { Dispatcher } from './dispatcher';
import { Displays } from './display/displays';
import { IoThread } from './io-thread/io-thread';
import type { IncomingMessage } from './io-thread/thread-protocol';
import { ProcessEnd } from './process-exit';
import { ClientMessages } from './protocol/client-messages';
import type { ConnectionInfo } from './protocol/connection-file';
import { type Request, readRequest } from './protocol/request';

/** Long enough for a waiting client to hear that the kernel is there. */
const WARM_UP_DELAY_MS = 20;

/** Starts the kernel; the process then lives until it is told to shut down. */
export function startKernel(connection: ConnectionInfo): void {
  const io = new IoThread(connection);
  const messages = new ClientMessages(io);
  const ownership = new CellOwnership();
  const termination = new Termination(ownership);
  const currentCell = new CurrentCell(ownership);
  const streams = new OutputStreams(messages, currentCell);
  const displays = new Displays(messages, streams, currentCell);
  const comms = new Comms(messages, streams, currentCell);
  const input = new Input(messages, streams, currentCell);
  const history = new History();
  buildBridge({ displays, input, comms, currentCell });

  const tslab = loadTslab();
  tslab.redirectDisplay((data, update) => displays.displayForTslab(data, update));
  const sources = new CellSources();
  const errorReports = new ErrorReports(sources);
  const runner = new CellRunner(tslab, process.cwd(), sources, ownership, {
    protect: (work) => io.protect(work),
    markCellCode: (runs) => io.markCellCode(runs),
  });
  const processEnd = new ProcessEnd(io);
  processEnd.guard(runner, streams);
  const execution = new CellExecution({ messages, runner, streams, currentCell, history, errorReports });
  const queue = new ExecutionQueue({
    execute: (next) => execution.execute(next),
    abort: (skipped) => execution.abort(skipped),
    takeArrived: () => io.deliverArrived(),
  });
  const shutDown = (request: Request, restart: boolean) => {
    const content = { status: 'ok', restart };
    messages.reply(request, 'shutdown_reply', content);
    messages.publish('shutdown_reply', content, request);
    messages.publishStatus('idle', request);
    void processEnd.end(0);
  };
  const dispatcher = new Dispatcher({
    messages,
    tslab,
    runner,
    queue,
    streams,
    currentCell,
    history,
    comms,
    input,
    errorReports,
    shutDown,
  });

  streams.capture();
  ownership.follow();
  termination.prepare();
  new StackTraces(sources).install();
  keepAlive(runner, streams);
  io.listen({
    onMessage: (message) => receive(message, dispatcher, streams),
    onInterrupt: (wasTerminated) => {
      if (wasTerminated) termination.recover();
      runner.interrupt();
    },
  });
  messages.publishStatus('starting', undefined);
  // After the first answers: a client that waits for the kernel does not wait for this.
  setTimeout(() => runner.warmUp(), WARM_UP_DELAY_MS);
}

function receive(message: IncomingMessage, dispatcher: Dispatcher, streams: OutputStreams): void {
  try {
    const request = readRequest(message);
    dispatcher.dispatch(request).catch((error: unknown) => complain(streams, error));
  } catch (error) {
    complain(streams, error);
  }
}

/** A message that is signed and still nonsense. */
function complain(streams: OutputStreams, error: unknown): void {
  streams.write('stderr', `A message was dropped: ${error instanceof Error ? error.message : String(error)}\n`);
}

/** What nobody catches is shown in the cell that started it, and the kernel lives on. */
function keepAlive(runner: CellRunner, streams: OutputStreams): void {
  process.on('SIGINT', () => runner.interrupt());
  process.on('uncaughtException', (error) => streams.write('stderr', `Uncaught ${describe(error)}\n`));
  process.on('unhandledRejection', (error) => streams.write('stderr', `Unhandled rejection: ${describe(error)}\n`));
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? String(error)) : String(error);
}
