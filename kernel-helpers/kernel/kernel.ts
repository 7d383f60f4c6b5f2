import { messageOf } from 'kernel-helpers/errors';
import { answerSidebar } from './answers/sidebar';
import { SqlAnswers } from './answers/sql-answers';
import { InterruptedError } from './cells/cell';
import { collectGarbage } from './cells/collect-garbage';
import { ExecutionQueue } from './cells/execution-queue';
import { showFunctionsAsWritten } from './cells/function-texts';
import { hideInnerGlobals } from './cells/inner-globals';
import { keepListeners } from './cells/kept-listeners';
import { Rest } from './cells/rest';
import { Termination } from './cells/termination';
import { DebugRequests } from './debugger/debug-requests';
import { Dispatcher } from './dispatcher';
import { IoThread } from './io-thread/io-thread';
import type { IncomingMessage } from './io-thread/thread-protocol';
import { ProcessEnd } from './process-exit';
import type { ConnectionInfo } from './protocol/connection-file';
import { type Request, readRequest } from './protocol/request';
import { createSession, type Session } from './session';
import { variableCommands } from './variable-list/debug-commands';

/** The thread that opens the sockets gets a head start. */
const WARM_UP_DELAY_MS = 20;

/** Starts the kernel. The process then runs until it is told to shut down. */
export function startKernel(connection: ConnectionInfo): void {
  const io = new IoThread(connection);
  const session = createSession(io);
  const { messages, runner, execution } = session;
  const processEnd = new ProcessEnd(async () => void (await io.close()));
  processEnd.guard(runner, session.streams);
  const rest = new Rest(() => runner.tidyUp());
  const queue = new ExecutionQueue({
    execute: (next) => {
      rest.end();
      return processEnd.isDue ? processEnd.endNow() : execution.execute(next);
    },
    abort: (skipped) => execution.abort(skipped),
    takeArrived: () => io.deliverArrived(),
    onRest: () => rest.begin(),
  });
  const shutDown = (request: Request, restart: boolean) => {
    session.kernelEnd.tell();
    const content = { status: 'ok', restart };
    messages.reply(request, 'shutdown_reply', content);
    messages.publish('shutdown_reply', content, request);
    messages.publishStatus('idle', request);
    void processEnd.end(0);
  };
  const dispatcher = new Dispatcher({
    ...session,
    sqlAnswers: new SqlAnswers(runner.values),
    queue,
    debugRequests: new DebugRequests(variableCommands(runner)),
    shutDown,
  });
  answerSidebar(session.comms, session.protection);
  const termination = new Termination(session);
  termination.prepare();
  const interrupt = (frames?: readonly string[]) => {
    runner.interrupt(frames);
    session.comms.interrupt(new InterruptedError(frames));
  };
  process.on('SIGINT', () => interrupt());
  keepListeners();
  hideInnerGlobals();
  showFunctionsAsWritten();
  io.listen({
    onMessage: (message) => receive(message, dispatcher, session),
    onInterrupt: () => interrupt(termination.takePlace()),
    // Clients that connected earlier try again within 100 ms, so this is the quietest moment before the first cells.
    onOpen: collectGarbage,
  });
  messages.publishStatus('starting', undefined);
  // This delays nothing: until the sockets are open there is nothing else to do.
  setTimeout(() => runner.warmUp(), WARM_UP_DELAY_MS);
}

function receive(message: IncomingMessage, dispatcher: Dispatcher, session: Session): void {
  try {
    const request = readRequest(message);
    dispatcher.dispatch(request).catch((error: unknown) => complain(session, error));
  } catch (error) {
    complain(session, error);
  }
}

/** Reports a message that has a valid signature but makes no sense. */
function complain({ streams }: Session, error: unknown): void {
  streams.write('stderr', `A message was dropped: ${messageOf(error)}\n`);
}
